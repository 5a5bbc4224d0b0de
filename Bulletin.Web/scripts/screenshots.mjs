/**
 * Takes the pictures of the manual. `BULLETIN_URL=http://127.0.0.1:8080 npm run screenshots` against an empty server;
 * they land in docs/images.
 */
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { fill, person } from './demo.mjs'

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
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)).then(() => undefined))
}

async function visit(options, who, act) {
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
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

const newcomer = await person(url, 'newcomer', 'Noor')
await visit(desktop, newcomer, async (page) => {
  await page.getByRole('heading', { name: 'Start the first conversation' }).waitFor()
  await shoot(page, 'empty')
})
const { people, topic } = await fill(url)

for (const colorScheme of ['light', 'dark']) {
  await visit({ ...desktop, colorScheme }, null, (page) => shoot(page, `login-${colorScheme}`))
  await visit({ ...desktop, colorScheme }, people.jonas, async (page) => {
    await openTopic(page, topic)
    await people.amal.post(topic, colorScheme === 'light' ? 'See you all there!' : 'I will bring dates.')
    await page.getByRole('log').getByText(colorScheme === 'light' ? 'See you all there!' : 'I will bring dates.').waitFor()
    await shoot(page, `chat-${colorScheme}`)
  })
}
await visit(desktop, people.jonas, async (page) => {
  await openTopic(page, topic)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('e')
  await shoot(page, 'switcher')
})
await visit(phone, people.mira, async (page) => {
  await page.getByRole('link', { name: 'Tea & kettles' }).waitFor()
  await shoot(page, 'phone-topics')
  await openTopic(page, topic)
  await shoot(page, 'phone-chat')
})
await visit({ ...phone, colorScheme: 'dark' }, people.mira, async (page) => {
  await openTopic(page, topic)
  await shoot(page, 'phone-chat-dark')
})
await visit(phone, people.ines, async (page) => {
  const empty = await people.ines.createTopic('Moving the piano', 'Before Saturday')
  await page.goto(`${url}/topics/${empty.id}`)
  await page.getByText('This is the beginning').waitFor()
  await shoot(page, 'phone-empty-topic')
})
await browser.close()
