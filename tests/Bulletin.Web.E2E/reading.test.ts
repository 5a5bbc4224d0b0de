import { expect, test } from 'vitest'
import { Bot, lostLine, newName } from './browser'
import { suite } from './suite'

const { residents, url } = suite()

/** One user who has read all of a topic, and another who continues to write in it. */
async function readUpToHere() {
  const [ada, ben] = await residents()
  const name = newName('read')
  const id = await ada.createTopic(name)
  const bot = await Bot.named(url(), ben.name, true)
  await bot.post(id, 'old')
  await ada.message('old').waitFor()
  return { ada, bot, name, id }
}

test('Markdown, code and emoji are shown as meant', async () => {
  const [ada] = await residents()
  await ada.createTopic(newName('rich'))
  await ada.send('**bold** and `code` and https://example.org/ :tada:')
  const row = ada.message('bold')
  await row.locator('strong', { hasText: 'bold' }).waitFor()
  await row.getByText('🎉').waitFor()
  expect(await row.locator('a').getAttribute('rel')).toContain('noopener')
  await ada.composer.fill('```csharp\npublic sealed record Tea(string Leaf);\n```')
  await ada.composer.press('Enter')
  await ada.log.locator('.hljs-keyword').first().waitFor()
  const emoji = ada.page.getByRole('button', { name: 'Emoji' })
  const search = ada.page.getByRole('searchbox', { name: 'Search emoji' })
  await emoji.click()
  await search.press('Escape')
  await search.waitFor({ state: 'detached' })
  await expect.poll(() => ada.hasFocus(emoji)).toBe(true)
  await emoji.click()
  await search.fill('rocket')
  await ada.page.keyboard.press('Enter')
  await expect.poll(() => ada.composer.inputValue()).toBe('🚀')
})

test('older messages come by scrolling up, and what is looked at stays where it is', async () => {
  const [ada] = await residents()
  const id = await ada.createTopic(newName('history'))
  const bot = await Bot.named(url(), ada.name, true)
  await bot.postMany(id, 320, (n) => `line ${n}`)
  await ada.page.reload()
  await ada.message('line 320').waitFor()
  const scroller = ada.page.locator('.scroller')
  const jumps: number[] = []
  while (!(await ada.log.getByText('This is the beginning of the topic').isVisible())) {
    // The row in the middle of the screen must move exactly as far as the wheel turned, whatever is inserted above it.
    const moved = await scroller.evaluate(async (box) => {
      const frame = () => new Promise(requestAnimationFrame)
      const middle = box.getBoundingClientRect().top + box.clientHeight / 2
      const row = [...box.querySelectorAll('article')].find((element) => element.getBoundingClientRect().bottom > middle)
      const before = row?.getBoundingClientRect().top ?? 0
      const wanted = Math.min(200, box.scrollTop)
      box.scrollTop -= wanted
      // Scrolling by a user fires its event before anything else runs.
      box.dispatchEvent(new Event('scroll'))
      for (let n = 0; n < 6; n++) await frame()
      // A visible row that was removed from the page is as bad as any jump.
      return row?.isConnected ? row.getBoundingClientRect().top - before - wanted : Number.POSITIVE_INFINITY
    })
    if (Math.abs(moved) > 2) jumps.push(moved)
  }
  await ada.message('line 1').first().waitFor()
  expect(jumps).toEqual([])
})

test('a topic that was left further up is there again when one comes back', async () => {
  const [ada] = await residents()
  const [name, other] = [newName('left'), newName('other')]
  await ada.createTopic(other)
  const id = await ada.createTopic(name)
  const bot = await Bot.named(url(), ada.name, true)
  await bot.postMany(id, 120, (n) => `line ${n}.`)
  await ada.message('line 120.').waitFor()
  const scroller = ada.page.locator('.scroller')
  await scroller.hover()
  await ada.page.mouse.wheel(0, -1_500)
  await ada.page.getByRole('button', { name: 'Jump to latest' }).waitFor()
  const atTop = () => scroller.evaluate((box) => [...box.querySelectorAll('article')].find((row) => row.getBoundingClientRect().bottom > box.getBoundingClientRect().top + 1)?.textContent ?? '')
  const line = (await atTop()).match(/line \d+\./)?.[0] ?? 'none'

  await ada.openTopic(other)
  await ada.openTopic(name)

  await expect.poll(() => ada.message(line).first().evaluate((row) => {
    const [{ top }, sight] = [row.getBoundingClientRect(), row.closest('.scroller')?.getBoundingClientRect()]
    return sight !== undefined && top >= sight.top && top < sight.bottom
  })).toBe(true)
})

test('new messages do not pull away somebody who reads further up, but are counted', async () => {
  const [ada, ben] = await residents()
  const name = newName('reading')
  const id = await ada.createTopic(name)
  await ada.send('my own')
  const bot = await Bot.named(url(), ben.name, true)
  await bot.postMany(id, 60, (n) => `line ${n}`)
  await ada.message('line 60').waitFor()
  const scroller = ada.page.locator('.scroller')
  await scroller.evaluate((box) => void (box.scrollTop -= 600))
  await ada.page.getByRole('button', { name: 'Jump to latest' }).waitFor()
  const before = await scroller.evaluate((box) => box.scrollTop)
  await bot.postMany(id, 3, (n) => `fresh ${n}`)
  const jump = ada.page.getByRole('button', { name: 'Jump to latest' })
  await expect.poll(() => jump.innerText()).toContain('3 new')
  expect(Math.abs((await scroller.evaluate((box) => box.scrollTop)) - before)).toBeLessThan(2)
  await jump.click()
  await ada.message('fresh 3').waitFor()
  await jump.waitFor({ state: 'detached' })
  await expect.poll(() => ada.hasFocus(ada.composer)).toBe(true)

  // The user's own last message is far above: it is scrolled into view and stays there.
  await ada.composer.press('ArrowUp')
  const editor = ada.page.getByRole('textbox', { name: 'Edit message' })
  await expect.poll(() => editor.evaluate((field) => field === document.activeElement)).toBe(true)
  const inSight = () =>
    editor.evaluate((field) => {
      const [own, box] = [field.getBoundingClientRect(), field.closest('.scroller')?.getBoundingClientRect()]
      return !!box && own.top >= box.top && own.bottom <= box.bottom
    })
  await expect.poll(inSight).toBe(true)
  await bot.post(id, 'fresh 4')
  await expect.poll(() => jump.innerText()).toContain('1 new')
  expect(await inSight()).toBe(true)
  await editor.press('Escape')
})

test('what grows late does not move what is looked at, and the end stays the end', async () => {
  const [ada] = await residents()
  const id = await ada.createTopic(newName('growth'))
  const bot = await Bot.named(url(), ada.name, true)
  await bot.postMany(id, 45, (n) => `line ${n} of a text that is long enough to fill more than one line when its letters become wider than they were`)
  await ada.message('line 45 ').waitFor()
  const scroller = ada.page.locator('.scroller')
  const grow = (size: string) =>
    scroller.evaluate(async (box, fontSize) => {
      const frame = () => new Promise(requestAnimationFrame)
      const top = box.getBoundingClientRect().top
      const row = [...box.querySelectorAll('article')].find((element) => element.getBoundingClientRect().bottom > top)
      const [before, height] = [row?.getBoundingClientRect().top ?? 0, box.scrollHeight]
      // As if a font or an image loaded late: every row changes its height.
      document.documentElement.style.setProperty('--size-3', fontSize)
      for (let n = 0; n < 4; n++) await frame()
      return { moved: Math.abs((row?.getBoundingClientRect().top ?? 1_000) - before), grown: box.scrollHeight - height, below: box.scrollHeight - box.scrollTop - box.clientHeight }
    }, size)
  const atEnd = await grow('1.3rem')
  expect(atEnd.grown).toBeGreaterThan(100)
  expect(Math.abs(atEnd.below)).toBeLessThan(2)
  await scroller.evaluate((box) => void (box.scrollTop -= 700))
  await ada.page.getByRole('button', { name: 'Jump to latest' }).waitFor()
  const above = await grow('1.6rem')
  expect(above.grown).toBeGreaterThan(100)
  expect(above.moved).toBeLessThan(2)
  await ada.page.evaluate(() => document.documentElement.style.removeProperty('--size-3'))
})

test('a line says where the new messages begin, and stays while one reads on', async () => {
  const { ada, bot, name, id } = await readUpToHere()
  await ada.createTopic(newName('elsewhere'))
  await bot.post(id, 'new one')
  await bot.post(id, 'new two')
  const entry = ada.page.getByRole('navigation', { name: 'Topic list' }).getByRole('link', { name })
  // Messages that arrive after the topic is open do not count as unread.
  await expect.poll(() => entry.innerText()).toContain('2 unread messages')
  await ada.openTopic(name)
  const line = ada.log.getByRole('separator', { name: 'New messages' })
  await line.waitFor()
  await bot.post(id, 'new three')
  await ada.message('new three').waitFor()
  const rows = await ada.log.locator('.content > *, [data-key]').allInnerTexts()
  expect(rows.findIndex((text) => text.includes('New messages'))).toBe(rows.findIndex((text) => text.includes('new one')) - 1)
})

test('with much that is new, a topic opens where that begins, and it is read when its end is reached', async () => {
  const { ada, bot, name, id } = await readUpToHere()
  const entry = ada.page.getByRole('navigation', { name: 'Topic list' }).getByRole('link', { name })
  const line = ada.log.getByRole('separator', { name: 'New messages' })
  const jump = ada.page.getByRole('button', { name: 'Jump to latest' })
  const inSight = () => line.evaluate((row) => {
    const [own, box] = [row.getBoundingClientRect(), row.closest('.scroller')?.getBoundingClientRect()]
    return !!box && own.top >= box.top && own.bottom <= box.bottom && row.nextElementSibling?.textContent
  })
  for (const round of ['held', 'fresh']) {
    await ada.createTopic(newName('elsewhere'))
    await bot.postMany(id, 120, (n) => `${round} ${n}.`)
    await expect.poll(() => entry.innerText()).toContain('99+ unread messages')
    // In the first round the topic is still held; in the second nothing of it is.
    if (round === 'fresh') await ada.page.reload()
    await ada.openTopic(name)
    await expect.poll(() => jump.innerText()).toContain('120 new')
    await expect.poll(inSight).toContain(`${round} 1.`)
    expect(await entry.innerText()).toContain('99+ unread messages')
    await jump.click()
    await ada.message(`${round} 120.`).waitFor()
    await expect.poll(() => entry.innerText()).not.toContain('unread')
  }
})

test('somebody who waits at the very top gets what is older when it comes, also when it could not be had at first', async () => {
  const [ada] = await residents()
  const id = await ada.createTopic(newName('waiting'))
  const bot = await Bot.named(url(), ada.name, true)
  await bot.postMany(id, 320, (n) => `line ${n}.`)
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  ada.foresee(lostLine)
  let refused = 0
  await ada.page.route('**/messages?*before=*', async (route) => {
    await released
    if (refused++ < 2) await route.abort()
    else await route.continue()
  })
  await ada.page.reload()
  await ada.message('line 320.').waitFor()
  const scroller = ada.page.locator('.scroller')
  await expect.poll(() => scroller.evaluate((box) => (box.scrollTop = 0))).toBe(0)
  await ada.message('line 271.').waitFor()
  await scroller.evaluate((box) => void (box.scrollTop = 0))
  const topOf = (text: string) => ada.message(text).evaluate((row) => row.getBoundingClientRect().top)
  // Once the rows rest: on a busy machine, their layout may follow the scrolling.
  let before = NaN
  await expect.poll(async () => before === (before = await topOf('line 271.'))).toBe(true)
  release()
  await ada.log.getByText('Earlier messages cannot be loaded right now.').waitFor()
  await ada.message('line 270.').waitFor()
  // Older messages are loaded above the viewport, which stays in place; no more than necessary.
  await expect.poll(() => scroller.evaluate((box) => box.scrollTop > 1.4 * box.clientHeight)).toBe(true)
  // Not at once: the line that says that loading failed goes, and the rows are put back by as much.
  await expect.poll(async () => Math.abs((await topOf('line 271.')) - before)).toBeLessThan(2)
  expect(refused).toBe(3)
  await ada.page.unroute('**/messages?*before=*')
})
