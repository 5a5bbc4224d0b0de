import { beforeAll, expect, test } from 'vitest'
import { barriers } from './barriers'
import { Bot, newName, password, type Person } from './browser'
import { suite } from './suite'
import { desktop, phone } from './theEnd'

const { arrive, signedUp, url, own } = suite([])
const chief = newName('chief')
beforeAll(() => own().createAdmin(chief, password))

const list = ({ page }: Person) => page.getByRole('navigation', { name: 'Topic list' })
const dialog = ({ page }: Person) => page.getByRole('dialog')
const choose = (person: Person, name: string) => person.page.getByRole('button', { name, exact: true }).click()

async function admin(options: Parameters<typeof arrive>[1] = {}): Promise<Person> {
  const person = await arrive(chief, options)
  await person.logIn()
  return person
}

/** Calls the API as the admin, for what a test is not about. */
async function asAdmin() {
  const bot = await Bot.named(url(), chief, true)
  const found = async (name: string) => (await bot.call<{ items: { id: string }[] }>('GET', `/admin/users?query=${name}`)).items[0]?.id ?? ''
  return { call: bot.call.bind(bot), found, change: async (name: string, changes: object) => bot.call('PATCH', `/admin/users/${await found(name)}`, changes) }
}

/** Presses a button of the open dialog, which then closes. */
async function confirm(person: Person, name: string): Promise<void> {
  await dialog(person).getByRole('button', { name, exact: true }).click()
  await dialog(person).waitFor({ state: 'detached' })
}

async function openUser(boss: Person, name: string): Promise<void> {
  await boss.open(`/admin/users?query=${name}`)
  await boss.page.getByRole('link', { name }).click()
  await boss.page.getByRole('heading', { name, level: 1 }).waitFor()
}

test('an admin creates a person, whose link sets the password once', async () => {
  const boss = await admin()
  const name = newName('new')
  await boss.page.getByRole('link', { name: 'Administration' }).click()
  await choose(boss, 'Create a user')
  await dialog(boss).getByLabel('Username').fill(name)
  await dialog(boss).getByRole('button', { name: 'Create' }).click()
  const link = await dialog(boss).getByRole('textbox', { name: 'Password link' }).inputValue()
  expect(link.startsWith(`${url()}/reset#`)).toBe(true)
  await confirm(boss, 'Done')
  await boss.page.getByRole('link', { name }).waitFor()

  const newcomer = await arrive(name)
  const late = await arrive()
  late.foresee(/status of 404/)
  // The page does not know whose password it is.
  for (const person of [newcomer, late]) person.foresee(/should have \(optionally hidden\) username fields/)
  for (const { page } of [newcomer, late]) {
    await page.goto(link)
    await page.getByRole('textbox', { name: 'New password' }).fill(password)
    expect(new URL(page.url()).hash).toBe('')
    await page.getByRole('button', { name: 'Set password' }).click()
    await page.getByText(page === newcomer.page ? `The new password of @${name} is set.` : 'This link can’t be used:').waitFor()
  }
  await newcomer.logIn()
})

test('a suspended person is told so at once, and why when they log in', async () => {
  const ben = await signedUp()
  ben.foresee(/status of 40[13]/, /WebSocket connection to/)
  const boss = await admin()
  await openUser(boss, ben.name)
  await choose(boss, 'Suspend')
  await dialog(boss).getByLabel('Reason').fill('Advertising for kettles')
  await confirm(boss, 'Suspend')
  await ben.page.getByText('Your session has ended').waitFor({ timeout: 5_000 })
  await ben.page.getByLabel('Username').fill(ben.name)
  await ben.page.getByLabel('Password').fill(password)
  await ben.page.getByRole('button', { name: 'Log in' }).click()
  await ben.page.getByRole('alert').filter({ hasText: 'Advertising for kettles' }).waitFor()
  expect(await ben.page.getByRole('alert').innerText()).not.toMatch(/\dT\d/)
  await choose(boss, 'Lift suspension')
  await boss.page.getByText('Suspension lifted').waitFor()
  await ben.logIn()
})

test('a moderator handles what a member reported, and sees nothing else of administration', async () => {
  const bot = await Bot.named(url(), newName('seller'))
  const { id } = await bot.createTopic(newName('tea'))
  const offer = newName('cheap kettles')
  await bot.post(id, offer)
  const ada = await signedUp()
  await ada.open(`/topics/${id}`)
  await ada.message(offer).hover()
  await ada.message(offer).getByRole('button', { name: 'Report' }).click()
  await dialog(ada).getByRole('radio', { name: 'Spam or advertising' }).check()
  await dialog(ada).getByRole('textbox').fill('The third today')
  await confirm(ada, 'Send report')
  await ada.page.getByText('The report was sent to the moderators.').waitFor()
  await expect.poll(() => ada.texts()).toEqual([offer])

  const name = newName('mod')
  await Bot.named(url(), name)
  await (await asAdmin()).change(name, { role: 'moderator' })
  const mod = await arrive(name)
  await mod.logIn()
  await mod.page.getByRole('link', { name: 'Reports' }).click()
  await mod.page.getByRole('heading', { name: 'Reports', level: 1 }).waitFor()
  expect(await mod.page.getByRole('navigation', { name: 'Administration' }).getByRole('link').allInnerTexts()).toEqual(['Back to chat', 'Reports'])
  await mod.page.getByRole('link', { name: offer }).click()
  await mod.page.getByText('The third today').waitFor()
  await choose(mod, 'Assign to me')
  await mod.page.getByRole('button', { name: 'Unassign' }).waitFor()
  await choose(mod, 'Delete the message')
  await confirm(mod, 'Delete')
  await mod.page.getByText('The message has been deleted.').waitFor()
  await mod.page.getByLabel('What was done, and why').fill('Deleted')
  await choose(mod, 'Resolve')
  await mod.page.getByText('Resolved.').waitFor()
  await mod.page.getByText(offer).waitFor()
  await mod.page.getByRole('link', { name: 'Back to open reports' }).click()
  await mod.page.getByText('No open reports.').waitFor()
  await expect.poll(() => ada.texts()).toEqual([])
  await mod.open('/admin/users')
  await mod.page.getByRole('button', { name: 'New topic' }).waitFor()
})

test('a topic that an admin removes is gone for everybody, until it is restored', async () => {
  const ada = await signedUp()
  ada.foresee(/status of 404/)
  const name = newName('tea')
  const id = await ada.createTopic(name)
  await ada.send('the kettle is on')
  await expect.poll(() => ada.texts()).toEqual(['the kettle is on'])
  const boss = await admin()
  await boss.open(`/admin/topics?query=${name}`)
  await boss.page.getByRole('link', { name }).click()
  await choose(boss, 'Remove')
  expect(await dialog(boss).getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
  await dialog(boss).getByText('Nobody can read its 1 message any more.').waitFor()
  await dialog(boss).getByRole('textbox').fill(name)
  await confirm(boss, 'Remove')
  await list(ada).getByRole('link', { name }).waitFor({ state: 'detached' })
  await choose(boss, 'Restore')
  await boss.page.getByText('Topic restored').waitFor()
  await list(ada).getByRole('link', { name }).waitFor()
  await ada.open(`/topics/${id}`)
  await expect.poll(() => ada.texts()).toEqual(['the kettle is on'])
})

test('who may sign up is what the settings say', async () => {
  const boss = await admin()
  const guest = await arrive()
  for (const [choice, said] of [['Nobody', 'Nobody can sign up here.'], ['People with an invitation', 'You can sign up only with an invitation.'], ['Anyone', null]] as const) {
    await boss.open('/admin/settings')
    await boss.page.getByRole('radio', { name: new RegExp(`^${choice}`) }).check()
    await choose(boss, 'Save')
    await boss.page.getByText('Settings saved.').waitFor()
    await guest.open('/signup')
    if (said) await guest.page.getByText(said).waitFor()
    else await guest.page.getByRole('button', { name: 'Sign up' }).waitFor()
    expect(await guest.page.getByLabel('Password').count()).toBe(said ? 0 : 1)
  }
})

test('the audit log has every act with what it changed, and nothing secret', async () => {
  const api = await asAdmin()
  const name = newName('audited')
  const { user, link } = await api.call<{ user: { id: string }; link: { url: string } }>('POST', '/admin/users', { username: name })
  const again = await api.call<{ url: string }>('POST', `/admin/users/${user.id}/password-reset`, {})
  const boss = await admin()
  await openUser(boss, name)
  await choose(boss, 'Rename')
  await dialog(boss).getByLabel('Display name').fill(`Renamed ${name}`)
  await confirm(boss, 'Rename')
  await choose(boss, 'Change role')
  await dialog(boss).getByLabel('Role').selectOption('moderator')
  await confirm(boss, 'Change')
  await choose(boss, 'Suspend')
  await dialog(boss).getByLabel('Reason').fill('To be audited')
  await confirm(boss, 'Suspend')
  await choose(boss, 'Lift suspension')
  await choose(boss, 'End sessions')
  await confirm(boss, 'End sessions')
  await boss.open(`/admin/audit?target=${user.id}`)
  const rows = boss.page.getByRole('table', { name: 'Audit log' }).getByRole('row')
  const acts = ['Sessions ended', 'Suspension lifted', 'User suspended', 'Role changed', 'User renamed', 'Password link created', 'Password link created', 'Account created']
  await expect.poll(() => rows.count()).toBe(acts.length + 1)
  for (const [index, act] of acts.slice(0, -2).entries()) expect(await rows.nth(index + 1).innerText()).toContain(act)
  // The account and its first link were made in one moment.
  const first = `${await rows.nth(7).innerText()}${await rows.nth(8).innerText()}`
  for (const act of acts.slice(-2)) expect(first).toContain(act)
  expect(await rows.nth(5).innerText()).toContain(`Renamed ${name}`)
  expect(await rows.nth(3).innerText()).toContain('To be audited')
  await boss.page.getByLabel('Action', { exact: true }).selectOption({ label: 'Role changed' })
  await expect.poll(() => rows.count()).toBe(2)

  const [download] = await Promise.all([boss.page.waitForEvent('download'), choose(boss, 'Export JSON Lines')])
  expect(download.suggestedFilename()).toMatch(/\.jsonl$/)
  const bearer: { accessToken: string } = await (await fetch(`${url()}/api/v1/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: chief, password }) })).json()
  const whole = await (await fetch(`${url()}/api/v1/admin/audit/export?format=jsonl`, { headers: { Authorization: `Bearer ${bearer.accessToken}` } })).text()
  expect(whole).toContain(`Renamed ${name}`)
  for (const secret of [password, link.url.split('#')[1], again.url.split('#')[1], bearer.accessToken, '/reset']) expect(whole).not.toContain(secret)
})

test('the list of users is worked from the keyboard alone', async () => {
  const start = newName('keys')
  for (const n of [1, 2, 3]) await Bot.named(url(), `${start}-${n}`)
  const boss = await admin()
  const { page } = boss
  await boss.open('/admin/users')
  const search = page.getByRole('searchbox', { name: 'Search by name' })
  const rows = page.getByRole('table', { name: 'Users' }).locator('tbody').getByRole('row')
  for (let steps = 0; steps < 20 && !(await boss.hasFocus(search)); steps++) await page.keyboard.press('Tab')
  await page.keyboard.type(start)
  await expect.poll(() => rows.count()).toBe(3)
  for (let steps = 0; steps < 20 && !(await boss.hasFocus(rows.first())); steps++) await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Space')
  await page.getByText('2 users selected').waitFor()
  await page.keyboard.press('End')
  await expect.poll(() => boss.hasFocus(rows.nth(2))).toBe(true)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `${start}-3`, level: 1 }).waitFor()
  await page.goBack()
  await expect.poll(() => rows.count()).toBe(3)
  expect(await search.inputValue()).toBe(start)
})

test.for([['light', desktop], ['dark', desktop], ['light', phone], ['dark', phone]] as const)('no page of administration keeps anybody out, in %s', { timeout: 180_000 }, async ([colorScheme, size]) => {
  const api = await asAdmin()
  const bot = await Bot.named(url(), newName('member'))
  const { id } = await bot.call<{ id: string }>('POST', '/topics', { name: newName('tea'), access: 'private', members: [chief] })
  await bot.post(id, 'Nobody likes this')
  const report = await bot.createTopic(newName('public')).then(async (topic) => {
    await bot.post(topic.id, 'nor this')
    return api.call<{ id: string }>('POST', `/topics/${topic.id}/messages/1/report`, { reason: 'spam', comment: 'Again' })
  })
  const boss = await admin({ colorScheme, ...size })
  const person = await api.found(chief)
  const paths = ['users', `users/${person}`, 'topics', `topics/${id}`, 'messages', 'reports', `reports/${report.id}`, 'audit', 'settings', 'cluster']
  for (const path of paths) {
    await boss.open(`/admin/${path}`)
    await boss.page.getByRole('heading', { level: 1 }).waitFor()
    await boss.page.getByText('Loading', { exact: false }).first().waitFor({ state: 'detached' })
    expect({ path, barriers: await barriers(boss.page) }).toEqual({ path, barriers: [] })
    expect(await boss.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  }
  await boss.open(`/admin/users/${person}`)
  for (const act of ['Suspend', 'Password link', 'Remove']) {
    await choose(boss, act)
    await dialog(boss).waitFor()
    expect({ act, barriers: await barriers(boss.page) }).toEqual({ act, barriers: [] })
    await boss.page.keyboard.press('Escape')
    await dialog(boss).waitFor({ state: 'detached' })
  }
})

test('who has no part in administration loads none of it', async () => {
  const ada = await arrive()
  const loaded: string[] = []
  ada.context.on('request', (request) => void loaded.push(new URL(request.url()).pathname))
  await ada.signUp()
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  const names = () => loaded.filter((path) => path.startsWith('/assets/')).join(' ')
  expect(names()).toContain('ChatShell')
  expect(names()).not.toMatch(/Admin|UsersPage|AuditPage/)
  const cached = await ada.page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))).flat().map(({ url }) => url))
  expect(cached.join(' ')).toContain('ChatShell')
  expect(cached.join(' ')).not.toMatch(/Admin|UsersPage|AuditPage/)
  expect(await ada.page.getByRole('link', { name: 'Administration' }).count()).toBe(0)
})
