import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launch, newName, Person } from './browser'
import { OwnServer } from './server'

let browser: Browser
let server: OwnServer

beforeAll(async () => {
  ;[browser, server] = await Promise.all([launch(), OwnServer.start()])
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

test('the server is killed while a person types and sends: nothing is lost, doubled or out of order', async () => {
  const [ada, ben] = await Promise.all([Person.signedUp(browser, server.url), Person.signedUp(browser, server.url)])
  const name = newName('storm')
  await ada.createTopic(name)
  await ben.openTopic(name)
  const sent: string[] = []
  const send = async (text: string) => {
    sent.push(text)
    await ada.send(text)
  }
  for (let n = 1; n <= 5; n++) await send(`before ${n}`)
  const killed = server.kill()
  for (let n = 1; n <= 5; n++) await send(`during ${n}`)
  await killed
  await ada.page.getByText('Connection lost').waitFor()
  await ada.log.getByRole('button', { name: 'Retry' }).first().waitFor()
  await ada.log.getByRole('button', { name: 'Delete' }).first().waitFor()
  expect(await ada.log.locator('article .text').allInnerTexts()).toEqual(sent)
  await ada.composer.fill('still typing')

  // The page is closed over it, too: the outbox and the draft are in the browser.
  await ada.page.reload()
  await expect.poll(() => ada.composer.inputValue()).toBe('still typing')
  expect(await ada.page.getByText('No topics yet').count()).toBe(0)

  await server.run()
  await expect.poll(() => ada.texts(), { timeout: 40_000 }).toEqual(sent)
  await expect.poll(() => ben.texts(), { timeout: 40_000 }).toEqual(sent)
  await ada.page.getByText('Connection lost').waitFor({ state: 'detached' })
  expect(await ada.log.locator('article.outgoing').count()).toBe(0)
  expect(await ada.composer.inputValue()).toBe('still typing')
  // Only the browser itself may complain, of addresses it could not reach.
  const ours = [...ada.console, ...ben.console].filter((line) => !/Failed to load resource|WebSocket connection to|net::ERR/.test(line))
  expect(ours).toEqual([])
  await Promise.all([ada.leave(), ben.leave()])
})

test('a browser that was offline says so, catches up by itself, and says that it is back', async () => {
  const [ada, ben] = await Promise.all([Person.signedUp(browser, server.url), Person.signedUp(browser, server.url)])
  const name = newName('tunnel')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await ada.send('one')
  await ben.message('one').waitFor()
  await ben.context.setOffline(true)
  await ben.page.getByText('Connection lost').waitFor()
  await ada.send('two')
  await expect.poll(() => ada.texts()).toContain('two')
  await ben.send('from the tunnel')
  await ben.context.setOffline(false)
  await ben.page.getByText('Back online').waitFor()
  await ada.message('from the tunnel').waitFor()
  await expect.poll(() => ben.texts()).toEqual(['one', 'two', 'from the tunnel'])
  await Promise.all([ada.leave(), ben.leave()])
})

test('a message that the server refuses for good can be sent again or deleted', async () => {
  const ada = await Person.signedUp(browser, server.url)
  await ada.createTopic(newName('refused'))
  await ada.page.route('**/messages', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"status":403,"code":"not_allowed","detail":"You may not write here."}' })
      : route.continue(),
  )
  await ada.send('first')
  await ada.log.getByText('You may not write here.').waitFor()
  await ada.send('second')
  await ada.message('first').getByRole('button', { name: 'Delete' }).click()
  await ada.message('first').waitFor({ state: 'detached' })
  await ada.page.unroute('**/messages')
  await ada.message('second').getByRole('button', { name: 'Retry' }).click()
  await expect.poll(() => ada.texts()).toEqual(['second'])
  await ada.leave()
})
