/**
 * Takes the pictures of the manual. `BULLETIN_URL=http://127.0.0.1:8080 npm run screenshots` against an empty server;
 * they land in docs/images. Wants a font of coloured emoji (Debian: fonts-noto-color-emoji). The server is the real one;
 * only the times it answers are moved, so that a conversation written in a second looks like one of two days.
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { fill, person, pictured } from './demo.mjs'

const url = process.env.BULLETIN_URL ?? 'http://127.0.0.1:8080'
const folder = process.env.IMAGES ?? fileURLToPath(new URL('../../docs/images', import.meta.url))
const desktop = { viewport: { width: 1280, height: 820 } }
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }

await mkdir(folder, { recursive: true })
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})

async function settled(page) {
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished.catch(() => undefined))).then(() => undefined))
}

let times = new Map()
const news = []

/** Writes something while somebody looks: now, and a minute ago to whoever comes after. */
async function say(who, topic, text) {
  news.push((await who.post(topic, text)).createdAt)
}

const moved = (text) => text.replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, (time) => times.get(time) ?? pictured.toISOString())

async function moveTimes(context) {
  await context.route('**/api/v1/**', async (route) => {
    try {
      const response = await route.fetch()
      await route.fulfill({ response, body: moved(await response.text()) })
    } catch {
      // The page was closed meanwhile.
    }
  })
  await context.routeWebSocket('**/hubs/**', (page) => {
    const server = page.connectToServer()
    // A time is a text of one length, also inside a MessagePack frame.
    server.onMessage((frame) => page.send(typeof frame === 'string' ? frame : Buffer.from(moved(frame.toString('latin1')), 'latin1')))
  })
}

async function visit(options, who, act) {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...options })
  for (const time of news.splice(0)) times.set(time, new Date(pictured - 60_000).toISOString())
  await moveTimes(context)
  const page = await context.newPage()
  await page.clock.setFixedTime(pictured)
  await page.goto(`${url}/login`)
  await page.getByLabel('Username').waitFor()
  if (who) {
    await page.getByLabel('Username').fill(who.username)
    await page.getByLabel('Password').fill(who.password)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'New topic' }).waitFor()
  }
  await act(page)
  await context.close()
}

const shoot = async (page, name) => {
  await settled(page)
  await page.screenshot({ path: `${folder}/${name}.png` })
  console.log(`docs/images/${name}.png`)
}

async function openTopic(page, topic) {
  await page.goto(`${url}/topics/${topic.id}`)
  await page.getByText('Thursday at four').last().waitFor()
  await page.locator('.hljs-keyword').first().waitFor()
}

async function becomesUnread(page, who, name, text) {
  const link = page.getByRole('navigation', { name: 'Topic list' }).getByRole('link', { name })
  const id = (await link.getAttribute('href')).split('/').at(-1)
  await say(who, { id }, text)
  await link.getByText('unread').waitFor({ state: 'attached' })
}

const newcomer = await person(url, 'newcomer', 'Noor')
for (const [options, name] of [[desktop, 'empty'], [{ ...desktop, colorScheme: 'dark' }, 'empty-dark']]) {
  await visit(options, newcomer, async (page) => {
    await page.getByRole('heading', { name: 'Start the first conversation' }).waitFor()
    await shoot(page, name)
  })
}
const filled = await fill(url)
const { people, topic } = filled
times = filled.times

for (const colorScheme of ['light', 'dark']) {
  await visit({ ...desktop, colorScheme }, null, (page) => shoot(page, `login-${colorScheme}`))
  await visit({ ...desktop, colorScheme }, people.jonas, async (page) => {
    await openTopic(page, topic)
    const [text, other] = colorScheme === 'light' ? ['See you all there!', 'Who has the key to the shed?'] : ['I will bring dates.', 'And the basket is back.']
    await say(people.amal, topic, text)
    await page.getByRole('log').getByText(text).waitFor()
    await becomesUnread(page, people.tomas, 'Bike repair evening', other)
    await page.getByRole('log').getByText('most over-engineered').hover()
    await shoot(page, `chat-${colorScheme}`)
  })
}
await visit(desktop, people.jonas, async (page) => {
  await openTopic(page, topic)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('kettle')
  // A message is found a moment after its post.
  await page.getByRole('option').filter({ has: page.locator('mark') }).first().waitFor()
  await shoot(page, 'palette')
  await page.getByRole('option', { name: 'Search messages for' }).click()
  await page.locator('.hit').first().waitFor()
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitem', { name: 'In a topic' }).click()
  await page.keyboard.type('tea')
  await page.getByRole('option', { name: 'Tea & kettles' }).click()
  await page.getByRole('list', { name: 'Filters' }).getByText('In Tea & kettles').waitFor()
  await shoot(page, 'search')
  await page.goBack()
  await page.goBack()
  await page.getByText('Thursday at four').last().waitFor()
  await page.getByRole('textbox', { name: 'Message' }).pressSequentially('Count me in :tea')
  await page.getByRole('listbox', { name: 'Suggestions' }).waitFor()
  await shoot(page, 'suggestions')
})
await visit(desktop, people.amal, async (page) => {
  const list = page.getByRole('navigation', { name: 'Topic list' })
  await list.getByRole('link', { name: 'House rules' }).click()
  await page.getByRole('log').getByText('Quiet after eleven').waitFor()
  await list.getByRole('link', { name: 'Reading group' }).click()
  await page.getByRole('log').getByText('Chapter seven').waitFor()
  for (const [who, text] of [['jonas', 'Could we make it half past ten on Sundays?'], ['mira', 'Fine with me.'], ['mira', 'And **no drums**, ever. 🙏']]) {
    await say(people[who], filled.byName.get('House rules'), text)
  }
  await list.getByRole('link', { name: 'House rules' }).getByText('3 unread').waitFor({ state: 'attached' })
  await list.getByRole('link', { name: 'House rules' }).click()
  await page.getByText('New messages').waitFor()
  await shoot(page, 'days-and-news')
})
await visit(phone, people.mira, async (page) => {
  await page.getByRole('link', { name: 'Tea & kettles' }).waitFor()
  await becomesUnread(page, people.ines, 'House rules', 'The drums are sold, by the way.')
  await shoot(page, 'phone-topics')
  await openTopic(page, topic)
  await shoot(page, 'phone-chat')
})
await visit({ ...phone, colorScheme: 'dark' }, people.mira, async (page) => {
  await openTopic(page, topic)
  await shoot(page, 'phone-chat-dark')
  await page.route('**/api/**', (route) => route.abort('internetdisconnected'))
  await page.context().setOffline(true)
  await page.getByText('Connection lost').waitFor()
  await page.getByRole('textbox', { name: 'Message' }).fill('I have biscuits.')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByRole('button', { name: 'Retry' }).waitFor()
  await shoot(page, 'phone-offline-dark')
})
await visit(phone, people.ines, async (page) => {
  const empty = await people.ines.createTopic('Moving the piano', 'Before Saturday')
  await page.goto(`${url}/topics/${empty.id}`)
  await page.getByText('This is the beginning').waitFor()
  await shoot(page, 'phone-empty-topic')
})
await browser.close()
