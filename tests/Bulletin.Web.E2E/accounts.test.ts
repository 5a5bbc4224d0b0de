import { afterAll, beforeAll, expect, test } from 'vitest'
import { newName, password, Person } from './browser'
import { suite } from './suite'

// The shortest allowed token lifetime, so that one expires while the tests of this file run.
const { arrive, browser, signedUp, url } = suite(['--Auth:AccessTokenLifetime=00:01:00'])

/** A user who stays in one topic from the first test to the last. */
let patient: Person
const lines = { opened: 0, closed: 0 }

beforeAll(async () => {
  patient = await Person.arrive(browser(), url())
  patient.page.on('websocket', (socket) => {
    lines.opened++
    socket.on('close', () => lines.closed++)
  })
  await patient.signUp()
  await patient.createTopic(newName('patience'))
  await patient.page.evaluate(() => {
    const banner = document.querySelector('[aria-label=Connection]')
    if (banner) new MutationObserver(() => (document.title = `banner: ${banner.textContent}`)).observe(banner, { childList: true, subtree: true })
  })
  await patient.send('before')
  await patient.composer.fill('half a thought')
})
afterAll(() => patient?.leave())

test('a person signs up, stays logged in across reloads, logs out and logs in again', async () => {
  const ada = await signedUp()
  await ada.page.reload({ waitUntil: 'commit' })
  await ada.page.getByRole('button', { name: 'New topic' }).waitFor()
  // In the middle of loading: pending calls must neither be refused nor reported.
  await ada.logOut()
  await ada.page.reload()
  await ada.page.getByRole('button', { name: 'Log in' }).waitFor()
  await ada.logIn()
})

test('what was written here stays for the next log-in, unless the person has it removed', async () => {
  const ada = await signedUp()
  const name = newName('kept')
  await ada.createTopic(name)
  await ada.composer.fill('half a thought')
  await ada.logOut()
  await ada.logIn()
  await ada.openTopic(name)
  expect(await ada.composer.inputValue()).toBe('half a thought')
  await ada.page.getByRole('button', { name: 'Log out' }).click()
  await ada.page.getByRole('dialog').getByText('This browser keeps 1 draft of yours').waitFor()
  await ada.page.keyboard.press('Escape')
  await ada.page.getByRole('dialog').waitFor({ state: 'detached' })
  await ada.logOut('Log out and remove what I wrote here')
  expect(await ada.page.evaluate(() => Object.keys(localStorage))).toEqual([])
})

test('reloading again and again while a token is being renewed does not end the session', async () => {
  const ada = await signedUp()
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  for (let reload = 0; reload < 8; reload++) await ada.page.goto(`${url()}/topics`, { waitUntil: 'commit' })
  await ada.page.getByRole('button', { name: 'New topic' }).waitFor()
  const id = await ada.createTopic(newName('after reloads'))
  expect(id).not.toBe('')
})

test('two tabs renew their tokens at once without ending the session', async () => {
  const ada = await signedUp()
  const second = await ada.context.newPage()
  ada.listen(second)
  await Promise.all([ada.page.reload(), second.goto(ada.page.url())])
  for (const page of [ada.page, second]) await page.getByRole('button', { name: 'New topic' }).waitFor()
  await ada.logOut()
  await second.getByRole('button', { name: 'Log in' }).waitFor()
})

test('a wrong password and a taken name are said in words, and what was typed stays', async () => {
  const ada = await signedUp()
  const other = await arrive(ada.name)
  other.foresee(/status of 40[19]/)
  await other.open('/login')
  await other.page.getByLabel('Username').fill(ada.name)
  await other.page.getByLabel('Password').fill('not the password')
  await other.page.getByRole('button', { name: 'Log in' }).click()
  await expect.poll(() => other.page.getByRole('alert').innerText()).not.toBe('')
  expect(await other.page.getByLabel('Username').inputValue()).toBe(ada.name)

  await other.page.getByRole('link', { name: 'Create an account' }).click()
  await other.page.getByLabel('Username').fill(ada.name)
  await other.page.getByLabel('Password').fill(password)
  await other.page.getByRole('button', { name: 'Sign up' }).click()
  await expect.poll(() => other.page.locator('form').innerText()).toMatch(/taken|already|in use/i)
})

test('a token the server turns down is renewed, and the call made again, without a word', async () => {
  const ada = await signedUp()
  await ada.createTopic(newName('renewed'))
  ada.foresee(/status of 401/)
  let refused = 0
  await ada.page.route('**/messages', (route) =>
    route.request().method() === 'POST' && refused++ === 0
      ? route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"status":401,"code":"unauthorized"}' })
      : route.continue(),
  )
  await ada.send('sent with an old token')
  await expect.poll(() => ada.texts()).toEqual(['sent with an old token'])
  expect(refused).toBe(2)
})

test('no token lies where a script could read it', async () => {
  const ada = await signedUp()
  const stored = await ada.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]))
  expect(stored).not.toMatch(/eyJ|refresh|token/i)
})

test('a session ended elsewhere leads to the login page and back, with the draft kept', async () => {
  const ada = await signedUp()
  await ada.createTopic(newName('session'))
  await ada.composer.fill('half a thought')
  const path = new URL(ada.page.url()).pathname
  // The refresh token is rejected and the access token is lost with the page: the session cannot continue.
  ada.foresee(/status of 401/)
  await ada.page.route('**/api/v1/auth/refresh', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"status":401,"code":"invalid_token"}' }))
  await ada.context.route('**/api/v1/auth/refresh', (route) => route.fulfill({ status: 401, contentType: 'application/problem+json', body: '{"status":401,"code":"invalid_token"}' }))
  await ada.page.reload()
  await ada.page.getByText('Your session has ended').waitFor()
  await ada.page.unroute('**/api/v1/auth/refresh')
  await ada.context.unroute('**/api/v1/auth/refresh')
  await ada.page.getByLabel('Username').fill(ada.name)
  await ada.page.getByLabel('Password').fill(password)
  await ada.page.getByRole('button', { name: 'Log in' }).click()
  await ada.composer.waitFor()
  expect(new URL(ada.page.url()).pathname).toBe(path)
  expect(await ada.composer.inputValue()).toBe('half a thought')
})

test('when the access token runs out, the line is made anew in silence and one writes on', { timeout: 120_000 }, async () => {
  await expect.poll(() => lines.closed, { timeout: 90_000 }).toBeGreaterThan(0)
  await expect.poll(() => lines.opened, { timeout: 30_000 }).toBeGreaterThan(lines.closed)
  expect(await patient.composer.inputValue()).toBe('half a thought')
  await patient.composer.press('Enter')
  await expect.poll(() => patient.texts()).toEqual(['before', 'half a thought'])
  expect(await patient.page.title()).not.toContain('banner')
  expect(patient.console).toEqual([])
})
