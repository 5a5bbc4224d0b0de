import { expect, test } from 'vitest'
import { barriers } from './barriers'
import { Bot, newName, type Person } from './browser'
import { suite } from './suite'

const { arrive, residents, signedUp, url } = suite()

const hits = (person: Person) => person.page.getByRole('list', { name: 'Messages' }).getByRole('listitem')
const field = (person: Person) => person.page.getByRole('combobox', { name: 'Search messages' })
const palette = (person: Person) => person.page.getByRole('combobox', { name: 'Search or jump to' })

/** Opens the page of results for a query once as many messages as that are found: they are indexed a moment after their posts. */
async function open(person: Person, query: string, count: number): Promise<void> {
  await indexed(person, query, count)
  await person.open(`/search?q=${encodeURIComponent(query)}`)
  await expect.poll(() => hits(person).count()).toBe(Math.min(count, 20))
}

async function indexed({ name }: Person, query: string, count: number): Promise<void> {
  const bot = await Bot.named(url(), name, true)
  const found = async () => (await bot.call<{ items: unknown[] }>('GET', `/search?limit=100&query=${encodeURIComponent(query)}`)).items.length
  await expect.poll(found, { interval: 200 }).toBe(count)
}

/** Opens the palette with its key, once the page listens to it. */
async function callPalette(person: Person): Promise<void> {
  await person.page.getByRole('button', { name: 'Search or jump to' }).waitFor()
  await person.page.keyboard.press('Control+k')
}

/** A word that nobody has written before. */
const newWord = (start: string) => newName(start).replaceAll('-', '')

test('a message is found from anywhere and opened in its topic', async () => {
  const [ada, ben] = await residents()
  const [word, name] = [newWord('kettle'), newName('found')]
  const id = await ben.createTopic(name)
  await ben.send(`the **${word}** is on`)
  await expect.poll(() => ben.texts()).toHaveLength(1)
  await ada.open('/topics')
  await indexed(ada, word, 1)
  await callPalette(ada)
  await palette(ada).fill(word)
  const option = ada.page.getByRole('option', { name: `the ${word} is on` })
  await option.waitFor()
  expect(await option.locator('mark').allInnerTexts()).toEqual([word])
  await ada.page.keyboard.press('End')
  await ada.page.keyboard.press('Home')
  await expect.poll(() => ada.page.getByRole('option', { name: 'Search messages for' }).getAttribute('aria-selected')).toBe('true')
  await ada.page.keyboard.press('ArrowDown')
  await ada.page.keyboard.press('Enter')
  await ada.log.locator('article.marked', { hasText: word }).waitFor()
  expect(new URL(ada.page.url()).pathname).toBe(`/topics/${id}/1`)
})

test('results have their words marked, and the beginning of a word finds it', async () => {
  const [ada] = await residents()
  const word = newWord('straße')
  const bot = await Bot.named(url(), ada.name, true)
  const { id } = await bot.createTopic(newName('marks'))
  await bot.post(id, `Die ${word} ist gesperrt`)
  await open(ada, word.replace('ß', 'ss').slice(0, -1), 1)
  expect(await hits(ada).locator('mark').allInnerTexts()).toEqual([word])
  await hits(ada).getByText('Die').click()
  await ada.log.locator('article.marked', { hasText: word }).waitFor()
})

test('a search is narrowed by chips and a day, and widened again', async () => {
  const [ada, ben] = await residents()
  const word = newWord('cup')
  const [byAda, byBen] = [await Bot.named(url(), ada.name, true), await Bot.named(url(), ben.name, true)]
  const name = newName('tea time')
  const { id } = await byAda.createTopic(`${name} club`)
  await byAda.post(id, `my ${word}`)
  await byBen.post(id, `his ${word} https://example.org/`)
  await open(ada, word, 2)
  await ada.page.getByRole('button', { name: 'Filter' }).click()
  await ada.page.getByRole('menuitem', { name: 'Has a link' }).click()
  await expect.poll(() => hits(ada).count()).toBe(1)
  expect(await field(ada).inputValue()).toBe(`has:link ${word}`)
  await ada.page.getByRole('button', { name: 'Remove “Has a link”' }).click()
  await expect.poll(() => hits(ada).count()).toBe(2)

  await ada.page.getByRole('button', { name: 'Filter' }).click()
  await ada.page.getByRole('menuitem', { name: 'From somebody' }).click()
  await ada.page.keyboard.type(ben.name)
  await ada.page.getByRole('option', { name: ben.name }).click()
  await expect.poll(() => hits(ada).allInnerTexts()).toEqual([expect.stringContaining('his')])
  await ada.page.getByRole('button', { name: 'Filter' }).click()
  await ada.page.getByRole('menuitem', { name: 'In a topic' }).click()
  await ada.page.keyboard.type(name.slice(0, 3))
  await ada.page.getByRole('option', { name }).click()
  await ada.page.getByRole('list', { name: 'Filters' }).getByText(`In ${name} club`).waitFor()
  await expect.poll(() => hits(ada).count()).toBe(1)
  expect(await barriers(ada.page)).toEqual([])

  await ada.page.getByRole('button', { name: 'Filter' }).click()
  await ada.page.getByRole('menuitem', { name: 'Before a day' }).click()
  await ada.page.getByLabel('Before', { exact: true }).fill('2020-01-31')
  await ada.page.getByText('No message that you can read matches').waitFor()
  expect(await field(ada).inputValue()).toContain('before:2020-01-31')
  await ada.page.getByLabel('Before', { exact: true }).fill('2100-01-31')
  await expect.poll(() => hits(ada).count()).toBe(1)
})

test('more results are loaded, and who comes back finds them where they were', async () => {
  const ada = await signedUp()
  const word = newWord('page')
  const bot = await Bot.named(url(), ada.name, true)
  const { id } = await bot.createTopic(newName('many'))
  await bot.postMany(id, 45, (n) => `${word} number ${n}.`)
  await open(ada, word, 45)
  for (const count of [40, 45]) {
    await ada.page.getByRole('button', { name: 'Load more' }).click()
    await expect.poll(() => hits(ada).count()).toBe(count)
  }
  await ada.page.getByRole('button', { name: 'Load more' }).waitFor({ state: 'detached' })
  const opened = hits(ada).filter({ hasText: 'number 10.' })
  await opened.scrollIntoViewIfNeeded()
  const scrolled = () => ada.page.locator('.results').evaluate((box) => Math.round(box.scrollTop))
  const place = await scrolled()
  expect(place).toBeGreaterThan(500)
  await opened.getByRole('link').click()
  await ada.log.locator('article.marked', { hasText: 'number 10.' }).waitFor()
  const asked: string[] = []
  ada.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await ada.page.goBack()
  await expect.poll(() => hits(ada).count()).toBe(45)
  await expect.poll(scrolled).toBe(place)
  await expect.poll(() => ada.hasFocus(opened.getByRole('link'))).toBe(true)
  expect(asked.filter((path) => path.endsWith('/search'))).toEqual([])
})

test('what stands in a private topic is found by its members alone', async () => {
  const [ada, ben] = await residents()
  const word = newWord('secret')
  const bot = await Bot.named(url(), ada.name, true)
  const { id } = await bot.call<{ id: string }>('POST', '/topics', { name: newName('private'), access: 'private', members: [] })
  await bot.post(id, `the ${word} plan`)
  await open(ada, word, 1)
  await ben.open(`/search?q=${word}`)
  await ben.page.getByText('No message that you can read matches').waitFor()
  expect(await hits(ben).count()).toBe(0)
})

test('what is wrong with a query is said at the field', async () => {
  const [ada] = await residents()
  ada.foresee(/status of 400/)
  await ada.open('/search?q=before:soon')
  await ada.page.getByRole('alert').filter({ hasText: 'before:' }).waitFor()
  expect(await field(ada).getAttribute('aria-invalid')).toBe('true')
  expect(await barriers(ada.page)).toEqual([])
})

test('a topic is found by some of its letters, and one that is missing is created', async () => {
  const [ada] = await residents()
  const name = newName('zeppelin')
  await ada.createTopic(name)
  await ada.open('/topics')
  await ada.page.getByRole('button', { name: 'Search or jump to' }).click()
  await palette(ada).fill('zppln')
  await ada.page.getByRole('option', { name }).click()
  await ada.page.getByRole('heading', { name, level: 1 }).waitFor()
  const other = newName('airship')
  await callPalette(ada)
  await palette(ada).fill(other)
  await ada.page.getByRole('option', { name: `Create topic “${other}”` }).click()
  await ada.page.getByRole('dialog', { name: 'New topic' }).getByRole('button', { name: 'Create' }).click()
  await ada.page.getByRole('heading', { name: other, level: 1 }).waitFor()
})

test('a conversation with somebody is opened by their name, and a command from the keyboard', async () => {
  const [ada, ben] = await residents()
  await ada.open('/topics')
  await callPalette(ada)
  await palette(ada).fill(ben.name)
  await ada.page.getByRole('group', { name: 'People' }).getByRole('option', { name: ben.name }).click()
  await ada.page.getByRole('heading', { name: ben.name, level: 1 }).waitFor()
  await callPalette(ada)
  await palette(ada).fill('settings')
  await ada.page.getByRole('option', { name: 'Settings', exact: true }).click()
  await ada.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
})

test('Escape leaves everything as it was', async () => {
  const [ada] = await residents()
  await ada.createTopic(newName('escape'))
  await ada.composer.fill('half a sentence')
  await callPalette(ada)
  await palette(ada).fill('something')
  await ada.page.keyboard.press('Escape')
  await palette(ada).waitFor({ state: 'detached' })
  await expect.poll(() => ada.hasFocus(ada.composer)).toBe(true)
  expect(await ada.composer.inputValue()).toBe('half a sentence')
})

test.for(['light', 'dark'] as const)('search keeps nobody out, on a phone, in %s', async (colorScheme) => {
  const ada = await signedUp(newName(), { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme })
  const word = newWord('phone')
  const bot = await Bot.named(url(), ada.name, true)
  const { id } = await bot.createTopic(newName('a long name for a topic on a small screen'))
  await bot.post(id, `${word} ${'x'.repeat(300)} \`code\` and ${word}`)
  await open(ada, word, 1)
  expect(await barriers(ada.page)).toEqual([])
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await ada.page.getByRole('link', { name: 'All topics' }).click()
  await ada.page.getByRole('button', { name: 'Search or jump to' }).click()
  await palette(ada).fill(word)
  await ada.page.getByRole('option').filter({ has: ada.page.locator('mark') }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  const box = await ada.page.getByRole('dialog').boundingBox()
  expect([box?.x, box?.width]).toEqual([0, 390])
  await ada.page.getByRole('option', { name: 'Search messages for' }).click()
  await expect.poll(() => hits(ada).count()).toBe(1)
  await hits(ada).getByRole('link').click()
  await ada.log.locator('article.marked').waitFor()
})

test('who is not logged in is asked to, and finds the search again', async () => {
  const ada = await arrive()
  await ada.open('/search?q=tea')
  await ada.page.getByRole('button', { name: 'Log in' }).waitFor()
  expect(new URL(ada.page.url()).searchParams.get('next')).toBe('/search?q=tea')
})
