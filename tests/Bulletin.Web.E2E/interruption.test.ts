import { expect, test } from 'vitest'
import { Bot, lostLine, newName, type Person } from './browser'
import { suite } from './suite'

const { own, signedUp } = suite([])

async function two(): Promise<[Person, Person]> {
  const people = await Promise.all([signedUp(), signedUp()])
  for (const person of people) person.foresee(lostLine)
  return [people[0], people[1]]
}

test('the server is killed while a person types and sends: nothing is lost, doubled or out of order', { timeout: 150_000 }, async () => {
  const [ada, ben] = await two()
  const name = newName('storm')
  await ada.createTopic(name)
  await ben.openTopic(name)
  const sent: string[] = []
  const send = async (text: string) => {
    sent.push(text)
    await ada.send(text)
  }
  for (let n = 1; n <= 5; n++) await send(`before ${n}`)
  const killed = own().kill()
  for (let n = 1; n <= 5; n++) await send(`during ${n}`)
  await killed
  await ada.page.getByText('Connection lost').waitFor()
  // A call that hangs is given up after 15 seconds.
  await ada.log.getByRole('button', { name: 'Retry' }).first().waitFor({ timeout: 60_000 })
  await ada.log.getByRole('button', { name: 'Delete' }).first().waitFor()
  expect(await ada.log.locator('article .text').allInnerTexts()).toEqual(sent)
  await ada.composer.fill('still typing')
  const waiting = await ada.log.locator('article.outgoing .text').allInnerTexts()
  expect(waiting).toContain('during 5')

  // The page is also reloaded meanwhile: the outbox and the draft are stored in the browser.
  await ada.page.reload()
  await expect.poll(() => ada.composer.inputValue()).toBe('still typing')
  expect(await ada.page.getByText('No topics yet').count()).toBe(0)
  const unsent = ada.page.getByRole('region', { name: 'Unsent messages' }).getByRole('article')
  await expect.poll(() => unsent.locator('.text').allInnerTexts()).toEqual(waiting)
  expect(await unsent.first().getByRole('button').allInnerTexts()).toEqual(['Retry', 'Delete'])

  await own().run()
  await expect.poll(() => ada.texts(), { timeout: 40_000 }).toEqual(sent)
  await expect.poll(() => ben.texts(), { timeout: 40_000 }).toEqual(sent)
  await ada.page.getByText('Connection lost').waitFor({ state: 'detached' })
  expect(await ada.log.locator('article.outgoing').count()).toBe(0)
  expect(await ada.composer.inputValue()).toBe('still typing')
})

test('a browser that was offline says so, catches up by itself, and says that it is back', async () => {
  const [ada, ben] = await two()
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
})

test('a message that the server refuses for good can be sent again or deleted', async () => {
  const ada = await signedUp()
  ada.foresee(/status of 403/)
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
})

test('the server is shut down and started again, and whom it made a moderator meanwhile may now do more', async () => {
  const [ada, ben] = await two()
  const name = newName('pause')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await ada.send('before the pause')
  await ben.message('before the pause').waitFor()
  await ben.message('before the pause').hover()
  expect(await ben.log.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  const rename = ben.page.getByRole('menuitem', { name: 'Rename topic' })
  await ben.page.getByRole('button', { name: 'Topic actions' }).click()
  await ben.page.getByRole('menuitem', { name: 'Follow topic' }).waitFor()
  expect(await rename.count()).toBe(0)
  await ben.page.keyboard.press('Escape')

  expect(await own().shutDown()).toBe(0)
  await ada.page.getByText('Connection lost').waitFor()
  await ada.send('in the pause')
  await own().makeModerator(ben.name)
  await own().run()
  await expect.poll(() => ben.texts(), { timeout: 40_000 }).toEqual(['before the pause', 'in the pause'])

  // A session learns of its owner's rights each time it is refreshed; a reload refreshes it.
  await ben.page.reload()
  await ben.page.getByRole('button', { name: 'Topic actions' }).click()
  await rename.waitFor()
  await ben.page.keyboard.press('Escape')
  await ben.message('in the pause').hover()
  await ben.log.getByRole('button', { name: 'Delete' }).click()
  await ada.log.getByText('Message deleted').waitFor()
  expect(await ben.log.getByRole('button', { name: 'Edit' }).count()).toBe(0)
})

test('while the server is away, two tabs try about as often as one, and both are back with it', async () => {
  const ada = await signedUp()
  ada.foresee(lostLine)
  const tab = await ada.context.newPage()
  ada.listen(tab)
  const attempts: number[] = []
  for (const page of [ada.page, tab]) page.on('websocket', (socket) => socket.url().includes('/hubs/') && attempts.push(Date.now()))
  await tab.goto(ada.page.url())
  await expect.poll(() => attempts.length).toBe(1)
  await tab.getByRole('button', { name: 'New topic' }).waitFor()

  const lost = Date.now()
  attempts.length = 0
  await own().kill()
  await Promise.all([ada.page, tab].map((page) => page.getByText('Connection lost').waitFor()))
  // One tab makes its sixth attempt after 12 seconds at the earliest. Two uncoordinated tabs take less than 4 seconds.
  await expect.poll(() => attempts.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(6)
  expect((attempts[5] ?? 0) - lost).toBeGreaterThan(5_000)

  await own().run()
  await Promise.all([ada.page, tab].map((page) => page.getByText('Back online').waitFor({ timeout: 40_000 })))
})

test('who reads further up through a long absence is still there after it, and finds the end', { timeout: 120_000 }, async () => {
  const [ada] = await two()
  const id = await ada.createTopic(newName('absence'))
  const bot = await Bot.named(own().url, ada.name, true)
  await bot.postMany(id, 200, (n) => `line ${n}.`)
  await ada.message('line 200.').waitFor()
  await ada.open(`/topics/${id}/60`)
  const row = ada.log.locator('article.marked')
  await row.waitFor()
  const top = () => row.evaluate((element) => Math.round(element.getBoundingClientRect().top))
  await expect.poll(top).toBeGreaterThan(0)
  const before = await top()

  await ada.context.setOffline(true)
  await ada.page.getByText('Connection lost').waitFor()
  // More changes than the server sends one by one: it answers with a reset.
  await bot.postMany(id, 1_050, (n) => `later ${n}.`)
  await ada.context.setOffline(false)
  const jump = ada.page.getByRole('button', { name: 'Jump to latest' })
  await expect.poll(() => jump.innerText(), { timeout: 40_000 }).toMatch(/999\+ new|1\d\d\d new/)
  expect(await row.innerText()).toContain('line 60.')
  expect(Math.abs((await top()) - before)).toBeLessThan(60)
  await jump.click()
  await ada.message('later 1050.').waitFor()
})

test('what cannot be loaded is never said to be empty', async () => {
  const [ada] = await two()
  const id = await ada.createTopic(newName('hidden'))
  await ada.send('here all along')
  await expect.poll(() => ada.texts()).toEqual(['here all along'])
  await ada.page.route('**/api/v1/topics**', (route) => route.abort())
  await ada.page.routeWebSocket('**/hubs/**', (socket) => socket.close())
  await ada.page.reload()
  await ada.page.getByText('cannot be loaded right now').first().waitFor()
  await ada.page.getByRole('button', { name: 'Try again' }).first().waitFor()
  for (const words of ['No topics yet', 'Nobody has written anything yet', 'Start the first conversation']) expect(await ada.page.getByText(words).count()).toBe(0)
  expect(id).not.toBe('')
})
