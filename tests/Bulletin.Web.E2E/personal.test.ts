import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { barriers } from './barriers'
import { Bot, newName, type Person } from './browser'
import { suite } from './suite'
import { desktop, phone, sendByButton } from './theEnd'

const { arrive, signedUp, residents, url } = suite()
const list = ({ page }: Person) => page.getByRole('navigation', { name: 'Topic list' })
const dialog = ({ page }: Person) => page.getByRole('dialog')
const press = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true }).click()
const toList = ({ page }: Person) => page.getByRole('link', { name: 'All topics' }).click()

/** What is clicked leaves the pointer where it was, and a list keeps its order below a pointer: a finger does not stay. */
const liftFinger = ({ page }: Person) => page.mouse.move(0, 0)

/** Another browser of a person, on a phone. */
async function phoneOf({ name }: Person): Promise<Person> {
  const person = await arrive(name, phone)
  await person.logIn()
  await liftFinger(person)
  return person
}

/** Two people, and the phone of the second. */
async function threeBrowsers() {
  const [ada, ben] = await residents()
  return { ada, ben, small: await phoneOf(ben) }
}

async function chooseInMenu(person: Person, role: 'menuitem' | 'menuitemradio', name: string): Promise<void> {
  await press(person, 'Topic actions')
  await person.page.getByRole(role, { name }).click()
}

async function actOn(person: Person, text: string, action: string): Promise<void> {
  await person.message(text).hover()
  await person.message(text).getByRole('button', { name: action, exact: true }).click()
}

/** Like a user: presses Tab until the target has the focus. */
async function tabTo(person: Person, target: Locator, key = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 30 && !(await person.hasFocus(target)); steps++) await person.page.keyboard.press(key)
  expect(await person.hasFocus(target)).toBe(true)
}

test('a mention is told on both devices of a person, and reading it on one reads it on the other', async () => {
  const [ada] = await residents()
  const ben = await signedUp()
  const small = await phoneOf(ben)
  const name = newName('tea')
  await ada.createTopic(name)
  await ada.send(`the kettle is on, @${ben.name}`)
  for (const { page } of [ben, small]) {
    await page.getByRole('status').getByText(`${ada.name} mentioned you in ${name}`).waitFor()
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor()
    await expect.poll(() => page.title()).toMatch(/^\(1\) /)
  }
  await press(small, 'Notifications, 1 unread')
  await dialog(small).getByRole('link', { name: `Unread: ${ada.name} mentioned you in ${name}` }).click()
  await small.message('the kettle is on').locator('.mention', { hasText: ben.name }).waitFor()
  for (const { page } of [ben, small]) await expect.poll(() => page.title()).not.toMatch(/[(•]/)
  await press(ben, 'Notifications')
  await dialog(ben).getByRole('link', { name: `${ada.name} mentioned you in ${name}` }).waitFor()
  await dialog(ben).getByRole('link', { name: 'Unread:' }).waitFor({ state: 'detached' })
})

test('what is unread is counted alike on both devices, also when it is marked unread or everything read', async () => {
  const { ada, ben, small } = await threeBrowsers()
  const name = newName('unread')
  await ada.createTopic(name)
  // Who writes in a topic follows it.
  await ben.openTopic(name)
  await ben.send('one')
  await ada.message('one').waitFor()
  await ben.createTopic(newName('elsewhere'))
  const unread = (person: Person) => list(person).getByRole('region', { name: 'Unread' }).getByRole('link', { name })
  const bothSay = async (words: string) => {
    for (const device of [ben, small]) await expect.poll(() => unread(device).innerText()).toContain(words)
  }
  const bothHaveRead = async () => {
    for (const device of [ben, small]) await unread(device).waitFor({ state: 'detached' })
  }
  await ada.send('two')
  await ada.send('three')
  await bothSay('2 unread messages')
  // Also where the pointer rests on the list before it is known what is unread.
  await list(ben).hover()
  await ben.page.reload()
  await bothSay('2 unread messages')
  await ben.openTopic(name)
  await liftFinger(ben)
  await bothHaveRead()
  await actOn(ben, 'three', 'Mark unread from here')
  await bothSay('1 unread message')
  await ben.log.getByRole('separator', { name: 'New messages' }).waitFor()
  await press(small, 'Mark all as read')
  await liftFinger(small)
  await bothHaveRead()
})

test('a reaction given from the keyboard is there for the other, and is taken back the same way', async () => {
  const [ada, ben] = await residents()
  const name = newName('reaction')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await ben.send('the kettle is on')
  const row = ada.message('the kettle is on')
  await row.waitFor()
  await tabTo(ada, row, 'Shift+Tab')
  await tabTo(ada, row.getByRole('button', { name: 'React with 👍' }))
  await ada.page.keyboard.press('Enter')
  const pill = ben.message('the kettle is on').getByRole('button', { name: '👍 1', exact: true })
  await pill.waitFor()
  await pill.click()
  const mine = row.getByRole('button', { name: '👍 2, including you' })
  await mine.waitFor()
  await row.focus()
  await tabTo(ada, mine)
  await ada.page.keyboard.press('Space')
  await ben.message('the kettle is on').getByRole('button', { name: '👍 1, including you' }).waitFor()
})

test('a draft goes on from device to device, and is gone from both when it is sent', async () => {
  const { ada, ben, small } = await threeBrowsers()
  const name = newName('words')
  await ada.createTopic(name)
  for (const device of [ben, small]) await device.openTopic(name)
  await ben.composer.fill('half a thought')
  await expect.poll(() => small.composer.inputValue()).toBe('half a thought')
  await small.composer.fill('half a thought, and the rest')
  await expect.poll(() => ben.composer.inputValue()).toBe('half a thought, and the rest')
  await toList(small)
  await list(small).getByRole('link', { name }).getByText('Draft ·').waitFor()
  await ben.send('half a thought, and the rest')
  await list(small).getByRole('link', { name }).getByText('Draft ·').waitFor({ state: 'detached' })
  await small.openTopic(name)
  await expect.poll(() => small.texts()).toEqual(['half a thought, and the rest'])
  for (const device of [ben, small]) expect(await device.composer.inputValue()).toBe('')
  await expect.poll(() => ada.texts()).toEqual(['half a thought, and the rest'])
})

test('a pinned message is found from the header by everybody, until it is unpinned', async () => {
  const { ada, ben, small } = await threeBrowsers()
  const name = newName('pin')
  const id = await ada.createTopic(name)
  await (await Bot.named(url(), ben.name, true)).postMany(id, 120, (n) => `line ${n}.`)
  await ada.open(`/topics/${id}/3`)
  await actOn(ada, 'line 3.', 'Pin')
  for (const person of [ben, small]) {
    await person.open(`/topics/${id}`)
    await person.message('line 120.').waitFor()
    await press(person, '1 pinned message')
    await dialog(person).getByText('line 3.').waitFor()
    expect(await dialog(person).getByRole('button', { name: 'Unpin' }).count()).toBe(0)
    await dialog(person).getByRole('button', { name: 'Go to message' }).click()
    await expect.poll(() => person.log.locator('article.marked').innerText()).toContain('line 3.')
  }
  await press(ada, '1 pinned message')
  await dialog(ada).getByRole('button', { name: 'Unpin' }).click()
  for (const person of [ben, small]) await person.page.getByRole('button', { name: '1 pinned message' }).waitFor({ state: 'detached' })
  await ada.page.keyboard.press('Escape')
  await dialog(ada).waitFor({ state: 'detached' })
})

test('nothing is counted in a topic that is muted, on either device', async () => {
  const { ada, ben, small } = await threeBrowsers()
  const name = newName('muted')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await chooseInMenu(ben, 'menuitemradio', 'Muted')
  const entry = (person: Person) => list(person).getByRole('link', { name: `${name} (muted)` })
  for (const device of [ben, small]) await entry(device).waitFor()
  await ben.createTopic(newName('elsewhere'))
  await ada.send('nothing of importance')
  for (const device of [ben, small]) {
    await expect.poll(() => entry(device).innerText()).toContain('nothing of importance')
    expect(await entry(device).innerText()).not.toContain('unread')
  }
  await ben.openTopic(name)
  await chooseInMenu(ben, 'menuitemradio', 'Default')
  await list(small).getByRole('link', { name: `${name} (muted)` }).waitFor({ state: 'detached' })
})

test('a pinned topic is at the top on both devices of a person, also after a reload, until it is unpinned by keyboard', async () => {
  const { ben, small } = await threeBrowsers()
  const name = newName('top')
  await ben.createTopic(name)
  const pinned = (person: Person) => list(person).getByRole('region', { name: 'Pinned' }).getByRole('link', { name })
  await list(small).getByRole('link', { name }).waitFor()
  await chooseInMenu(ben, 'menuitem', 'Pin to top')
  await pinned(ben).waitFor()
  await pinned(small).waitFor()
  for (const device of [ben, small]) {
    await device.page.reload()
    await pinned(device).waitFor()
  }
  await ben.composer.focus()
  await tabTo(ben, ben.page.getByRole('button', { name: 'Topic actions', exact: true }), 'Shift+Tab')
  await ben.page.keyboard.press('Enter')
  const unpin = ben.page.getByRole('menuitem', { name: 'Unpin', exact: true })
  await unpin.waitFor()
  await tabTo(ben, unpin, 'Home')
  await ben.page.keyboard.press('Enter')
  for (const device of [ben, small]) await pinned(device).waitFor({ state: 'detached' })
  for (const device of [ben, small]) await list(device).getByRole('link', { name }).waitFor()
})

test('a device is logged out from another, and is told so at once', async () => {
  const ben = await signedUp()
  const small = await phoneOf(ben)
  small.foresee(/status of 40[13]/, /WebSocket connection to/)
  await ben.page.getByRole('link', { name: 'Settings of' }).click()
  const devices = ben.page.getByRole('list', { name: 'Devices' }).getByRole('listitem')
  await expect.poll(() => devices.count()).toBe(2)
  await devices.getByRole('button', { name: 'Log out' }).click()
  await small.page.getByText('Your session has ended').waitFor({ timeout: 5_000 })
  await expect.poll(() => devices.count()).toBe(1)
  expect(await devices.innerText()).toContain('This device')
  await ben.page.reload()
  await ben.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
})

test('a changed name is shown to others, and chosen colours stay', async () => {
  const [ada] = await residents()
  const ben = await signedUp()
  const called = `Ben ${ben.name}`
  await ben.open('/settings')
  await ben.page.getByLabel('Display name').fill(called)
  await press(ben, 'Save name')
  await ben.page.getByRole('link', { name: `Settings of ${called}` }).waitFor()
  await ben.page.getByRole('radio', { name: 'Dark' }).check()
  const colour = () => ben.page.evaluate(() => getComputedStyle(document.querySelector('main') ?? document.body).backgroundColor)
  await expect.poll(colour).toBe('rgb(22, 30, 27)')
  await ben.page.reload()
  await expect.poll(colour).toBe('rgb(22, 30, 27)')
  await ben.page.getByRole('radio', { name: 'Same as the system' }).check()
  await expect.poll(colour).toBe('rgb(255, 255, 255)')
  const name = newName('named')
  await ben.createTopic(name)
  await ben.send('it is me')
  await list(ada).getByRole('link', { name }).filter({ hasText: called }).getByText('it is me').waitFor()
})

test('who writes to more than twenty people is asked first', async () => {
  const [ada] = await residents()
  const bot = await Bot.named(url(), ada.name, true)
  const members = await Promise.all(Array.from({ length: 21 }, async () => {
    const name = newName('member')
    await Bot.named(url(), name)
    return name
  }))
  const { id } = await bot.call<{ id: string }>('POST', '/topics', { name: newName('all'), access: 'private', members })
  await ada.open(`/topics/${id}`)
  ada.foresee(/status of 409/)
  await ada.composer.waitFor()
  await sendByButton(ada, '@all the kettle is on')
  const asked = ada.page.getByRole('dialog', { name: 'Notify everybody?' })
  await asked.getByText('This would notify 21 people.').waitFor()
  await asked.getByRole('button', { name: 'Cancel' }).click()
  await ada.message('@all the kettle is on').getByText('Not sent.').waitFor()
  expect(await ada.texts()).toEqual([])
  await ada.message('@all the kettle is on').getByRole('button', { name: 'Retry' }).click()
  await asked.getByRole('button', { name: 'Send' }).click()
  await expect.poll(() => ada.texts()).toEqual(['@all the kettle is on'])
})

test.for([['light', desktop], ['dark', desktop], ['light', phone], ['dark', phone]] as const)('nothing that is one\'s own keeps anybody out, in %s', { timeout: 180_000 }, async ([colorScheme, size]) => {
  const ben = await signedUp(newName(), { colorScheme, ...size })
  await liftFinger(ben)
  const { page } = ben
  const other = newName('bot')
  const bot = await Bot.named(url(), other)
  const name = newName('own')
  const { id } = await bot.createTopic(name)
  const own = await Bot.named(url(), ben.name, true)
  await own.post(id, 'the kettle is on')
  await own.post(id, `@${other}, it is for you`)
  await bot.post(id, `@${ben.name} and @all: thank you`)
  for (const emoji of ['👍', '🎉']) await bot.call('PUT', `/topics/${id}/messages/1/reactions/${encodeURIComponent(emoji)}`)
  await own.call('PUT', `/topics/${id}/messages/1/reactions/${encodeURIComponent('👍')}`)
  await bot.call('PUT', `/topics/${id}/pins/1`)
  const isUsable = async (what: string) => {
    expect({ what, barriers: await barriers(page) }).toEqual({ what, barriers: [] })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  }

  await page.getByRole('button', { name: /^Notifications, \d unread/ }).waitFor()
  await list(ben).getByRole('region', { name: 'Unread' }).getByRole('link', { name }).waitFor()
  await isUsable('the list')
  await page.getByRole('button', { name: /^Notifications/ }).click()
  await dialog(ben).getByRole('link', { name: 'mentioned you' }).waitFor()
  await isUsable('notifications')
  await page.keyboard.press('Escape')
  await dialog(ben).waitFor({ state: 'detached' })
  await ben.openTopic(name)
  await ben.message('thank you').locator('.mention.mine').first().waitFor()
  await isUsable('the topic')
  await ben.message('the kettle is on').getByText('the kettle is on').click()
  await isUsable('the actions of a message')
  await ben.message('the kettle is on').getByRole('button', { name: 'Who reacted' }).click()
  await dialog(ben).getByRole('listitem').first().waitFor()
  await isUsable('who reacted')
  await page.keyboard.press('Escape')
  await dialog(ben).waitFor({ state: 'detached' })
  await press(ben, '1 pinned message')
  await dialog(ben).getByRole('button', { name: 'Go to message' }).waitFor()
  await isUsable('pinned messages')
  await page.keyboard.press('Escape')
  await dialog(ben).waitFor({ state: 'detached' })
  await press(ben, 'Topic actions')
  await page.getByRole('menuitemradio', { name: 'Muted' }).waitFor()
  await isUsable('the menu of the topic')
  await ben.open('/settings')
  await page.getByRole('list', { name: 'Devices' }).getByRole('listitem').first().waitFor()
  await isUsable('settings')
})
