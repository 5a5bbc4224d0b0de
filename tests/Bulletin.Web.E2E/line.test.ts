import { expect, test } from 'vitest'
import { lostLine, newName, password, Person } from './browser'
import { BadProxy } from './proxy'
import { suite } from './suite'

const { arrive, browser, signedUp, url } = suite()

/** A user whose browser reaches the server only through a proxy. */
async function behind(bad: (proxy: BadProxy) => void, visit: (person: Person, proxy: BadProxy) => Promise<void>): Promise<void> {
  const proxy = await BadProxy.before(url())
  bad(proxy)
  try {
    const person = await Person.signedUp(browser(), proxy.url)
    person.foresee(lostLine)
    await visit(person, proxy)
    expect(await person.leave()).toEqual([])
  } finally {
    await proxy.close()
  }
}

const isDelayed = 'Messages are sent and received, but with a delay'

test('behind a proxy without WebSockets, messages and topics come with a delay, and live once it lets them through', async () => {
  const ben = await signedUp()
  const [first, second] = [newName('slow'), newName('slower')]
  await ben.createTopic(first)
  await behind((proxy) => (proxy.refusesUpgrades = true), async (ada, proxy) => {
    await ada.page.getByText(isDelayed).waitFor()
    expect(await ada.page.getByText('Connection lost').count()).toBe(0)
    await ada.openTopic(first)
    await ben.send('one')
    await expect.poll(() => ada.texts()).toEqual(['one'])
    await ada.send('two')
    await ben.message('two').waitFor()
    await ben.message('one').hover()
    await ben.message('one').getByRole('button', { name: 'Edit' }).click()
    await ben.page.getByRole('textbox', { name: 'Edit message' }).fill('one, edited')
    await ben.page.keyboard.press('Enter')
    await expect.poll(() => ada.texts()).toEqual(['one, edited', 'two'])

    // Messages posted while another topic was open are there on return.
    await ben.createTopic(second)
    await ada.openTopic(second)
    await ben.openTopic(first)
    await ben.send('three')
    await ada.openTopic(first)
    await expect.poll(() => ada.texts()).toEqual(['one, edited', 'two', 'three'])

    proxy.refusesUpgrades = false
    await ada.page.getByText('Back online').waitFor()
    await ben.send('four')
    await expect.poll(() => ada.texts()).toEqual(['one, edited', 'two', 'three', 'four'])
  })
})

test('a session that was ended elsewhere leads to the login page without a touch', async () => {
  const ada = await signedUp()
  ada.foresee(lostLine, /status of 401/)
  await ada.createTopic(newName('elsewhere'))
  await ada.composer.fill('half a thought')
  const call = (path: string, body: unknown, token = '') =>
    fetch(`${url()}/api/v1${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
  const { accessToken }: { accessToken: string } = await (await call('/auth/login', { username: ada.name, password })).json()
  const changed = await call('/users/me/password', { currentPassword: password, newPassword: `${password}, another` }, accessToken)
  expect(changed.status).toBe(204)
  await ada.page.getByText('Your session has ended').waitFor()
})

test('on a network that hangs, a new tab shows what is held, and says that the connection is lost', async () => {
  await behind(() => undefined, async (ada, proxy) => {
    await ada.createTopic(newName('hang'))
    await ada.composer.fill('kept')
    await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    proxy.hangs = true
    const tab = await ada.context.newPage()
    ada.listen(tab)
    await tab.goto(ada.page.url())
    await expect.poll(() => tab.getByRole('textbox', { name: 'Message', exact: true }).inputValue()).toBe('kept')
    await tab.getByText('Connection lost').waitFor()
  })
})

test('a browser that keeps no site data is told so, and no account is made', async () => {
  const ada = await arrive()
  await ada.context.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { get: () => { throw new DOMException('blocked', 'SecurityError') } })
  })
  await ada.open('/signup')
  await ada.page.getByLabel('Username').fill(ada.name)
  await ada.page.getByLabel('Password').fill(password)
  await ada.page.getByRole('button', { name: 'Sign up' }).click()
  await ada.page.getByText('does not let Bulletin keep your session').waitFor()
  expect((await fetch(`${url()}/api/v1/auth/login`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: ada.name, password }) })).status).toBe(401)
})
