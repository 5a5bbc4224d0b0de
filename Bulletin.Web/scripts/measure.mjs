/**
 * Measures in a browser what people feel. `BULLETIN_URL=http://127.0.0.1:8080 npm run measure`; ends with 1 when a bound
 * is not met. The topic of ten thousand messages is posted first, at the pace the server's limits allow.
 */
import { chromium } from 'playwright-core'
import { person } from './demo.mjs'

const url = process.env.BULLETIN_URL ?? 'http://127.0.0.1:8080'
const count = Number(process.env.MESSAGES ?? 10_000)
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})
const results = []
const note = (what, value, unit, bound) => {
  results.push(value <= bound)
  console.log(`${value <= bound ? 'ok  ' : 'OVER'}  ${what}: ${Math.round(value)} ${unit} (at most ${bound})`)
}

async function firstLoad() {
  const context = await browser.newContext()
  const page = await context.newPage()
  const client = await context.newCDPSession(page)
  await client.send('Network.enable')
  let bytes = 0
  client.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
  const began = performance.now()
  await page.goto(`${url}/login`)
  await page.getByRole('button', { name: 'Log in' }).waitFor()
  note('Login page usable', performance.now() - began, 'ms', 1000)
  await page.waitForLoadState('networkidle')
  note('First load, compressed', bytes / 1000, 'KB', 200)
  await context.close()
}

/** The longest task of the main thread while `act` runs, in milliseconds. */
async function longestTask(page, act) {
  await page.evaluate(() => {
    window.longest = 0
    window.watcher = new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration) })
    window.watcher.observe({ type: 'longtask' })
  })
  await act()
  return page.evaluate(() => { window.watcher.disconnect(); return window.longest })
}

async function longTopic(page, topic) {
  await page.goto(`${url}/topics/${topic.id}`)
  await page.getByText(`Message ${count} `).last().waitFor()
  const began = performance.now()
  const longest = await longestTask(page, () =>
    page.locator('.scroller').evaluate(async (box) => {
      const frame = () => new Promise(requestAnimationFrame)
      while (!document.querySelector('[data-key=beginning]')) {
        box.scrollTop -= 400
        await frame()
      }
    }),
  )
  console.log(`      scrolled over ${count} messages in ${Math.round((performance.now() - began) / 1000)} s, ${await page.locator('article').count()} rows in the page`)
  note('Longest task while scrolling', longest, 'ms', 100)
}

async function switching(page, topics) {
  const go = (topic) =>
    page.evaluate(
      ([path, text]) =>
        new Promise((resolve) => {
          const link = document.querySelector(`a[href="${path}"]`)
          const began = performance.now()
          const look = () => {
            // A frame's callbacks run before it is painted, and a task that they post runs after.
            if (document.querySelector('[role=log]')?.textContent?.includes(text)) setTimeout(() => resolve(performance.now() - began))
            else requestAnimationFrame(look)
          }
          link?.click()
          requestAnimationFrame(look)
        }),
      [`/topics/${topic.id}`, topic.name],
    )
  for (const topic of topics) await go(topic)
  const times = []
  for (let round = 0; round < 10; round++) for (const topic of topics) times.push(await go(topic))
  times.sort((a, b) => a - b)
  note('Switching to a topic that was open before, median', times[Math.floor(times.length / 2)], 'ms', 100)
  note('Switching to a topic that was open before, slowest of 20', times.at(-1), 'ms', 100)
}

const name = `measure-${Date.now()}`
const me = await person(url, name)
const long = await me.createTopic(`Ten thousand ${name}`)
await me.postMany(long, count, (n) => `Message ${n} of **many**, with \`code\`, a [link](https://example.org/${n}) and some more words to fill a line or two of a usual screen.`)
const pair = []
for (const n of [1, 2]) {
  const topic = await me.createTopic(`Side topic ${n} ${name}`)
  await me.postMany(topic, 60, (m) => `${topic.name}: message ${m} with **some** words`)
  pair.push(topic)
}

await firstLoad()
const page = await (await browser.newContext({ viewport: { width: 1280, height: 820 } })).newPage()
await page.goto(`${url}/login`)
await page.getByLabel('Username').fill(me.username)
await page.getByLabel('Password').fill(me.password)
await page.getByRole('button', { name: 'Log in' }).click()
await page.getByRole('button', { name: 'New topic' }).waitFor()
await switching(page, pair)
await longTopic(page, long)
await browser.close()
process.exitCode = results.every(Boolean) ? 0 : 1
