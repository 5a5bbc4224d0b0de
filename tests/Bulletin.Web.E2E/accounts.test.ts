import { expect, test } from 'vitest'
import { newName, password } from './browser'
import { suite } from './suite'

const { arrive, signedUp, url } = suite()

test('a person signs up, stays logged in across reloads, logs out and logs in again', async () => {
  const ada = await signedUp()
  await ada.page.reload()
  await ada.page.getByRole('button', { name: 'New topic' }).waitFor()
  // Whoever logs out while the page still asks for something has that refused, and the browser says so.
  await ada.page.waitForLoadState('networkidle')
  await ada.page.getByRole('button', { name: 'Log out' }).click()
  await ada.page.getByRole('button', { name: 'Log in' }).waitFor()
  await ada.page.reload()
  await ada.page.getByRole('button', { name: 'Log in' }).waitFor()
  await ada.logIn()
  expect(ada.console).toEqual([])
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
  await ada.page.getByRole('button', { name: 'Log out' }).click()
  await second.getByRole('button', { name: 'Log in' }).waitFor()
  expect(ada.console).toEqual([])
})

test('a wrong password and a taken name are said in words, and what was typed stays', async () => {
  const ada = await signedUp()
  const other = await arrive(ada.name)
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
  // The refresh token is gone and the access token with the page: the session cannot go on.
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
