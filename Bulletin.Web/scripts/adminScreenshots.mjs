/**
 * Takes the pictures of the administration: `BULLETIN_URL=http://127.0.0.1:8080 npm run screenshots:admin` against a server that is empty
 * but for the admin mira (`script/createsuperuser --username mira`) with the password of the demo. They land in docs/images. The server is
 * the real one; only the age of what it answers is stretched, so that the work of a few seconds looks like that of days.
 */
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { call, fill, password } from './demo.mjs'

const url = process.env.BULLETIN_URL ?? 'http://127.0.0.1:8080'
const folder = process.env.IMAGES ?? fileURLToPath(new URL('../../docs/images', import.meta.url))
const { people, byName } = await fill(url)
const { accessToken } = await call(url, 'POST', '/auth/login', { username: 'mira', password })
const admin = (method, path, body) => call(url, method, path, body, accessToken)
const change = async (name, changes) => admin('PATCH', `/admin/users/${(await admin('GET', `/admin/users?query=${name}`)).items[0].id}`, changes)
const log = async (username) => (await call(url, 'POST', '/auth/login', { username, password })).accessToken

for (const [username, displayName] of [['bargains', 'Best Bargains'], ['noor', 'Noor'], ['samir', 'Samir Aziz'], ['lena', 'Lena Vogt'], ['oskar', 'Oskar Brandt'], ['yuki', 'Yuki Tanaka'], ['zofia', 'Zofia Nowak']]) {
  await call(url, 'POST', '/users', { username, password, displayName })
  await log(username)
}
const offers = await log('bargains')
const tea = byName.get('Tea & kettles')
async function reported(text, reporter, reason, comment) {
  const { seq } = await call(url, 'POST', `/topics/${tea.id}/messages`, { text }, offers)
  return call(url, 'POST', `/topics/${tea.id}/messages/${seq}/report`, { reason, comment }, await log(reporter))
}
const report = await reported('KETTLES 90 % OFF, only today! https://bargains.example/kettles', 'ines', 'spam', 'The third one today, always the same shop.')
await reported('Last chance: tea for nothing. https://bargains.example/free', 'tomas', 'spam')
await change('jonas', { role: 'moderator' })
await change('noor', { displayName: 'Noor Rahimi' })
await change('samir', { suspended: { reason: 'Insults in House rules, after two warnings', until: new Date(Date.now() + 3 * 86_400_000).toISOString() } })
await change('oskar', { suspended: { reason: 'Spam' } })
await change('oskar', { suspended: null })
await admin('PATCH', `/admin/topics/${byName.get('Lost & found').id}`, { description: 'Umbrellas, mostly', retentionDays: 90 })
await admin('DELETE', `/admin/topics/${byName.get('Reading group').id}`)
await admin('POST', `/admin/topics/${byName.get('Reading group').id}/restore`)
await admin('PATCH', `/admin/reports/${report.id}`, { assignee: 'jonas' })
await admin('PATCH', '/admin/settings', { name: 'Number 14' })

/** What is a second old becomes half an hour old. Times to come stay. */
const stretch = 1_800
const older = (time) => {
  const age = Date.now() - Date.parse(time)
  return age > 0 ? new Date(Date.now() - age * stretch).toISOString() : time
}
const stretched = (text) => text.replaceAll(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g, older)

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'] })
const screens = {
  desktop: { viewport: { width: 1280, height: 820 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
}

/** A page of an admin who has logged in. */
async function open(screen) {
  const context = await browser.newContext({ locale: 'en-GB', serviceWorkers: 'block', ...screen })
  await context.route('**/api/v1/admin/**', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: stretched(await response.text()) })
  })
  const page = await context.newPage()
  await page.goto(`${url}/login`)
  await page.getByLabel('Username').fill('mira')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('button', { name: 'New topic' }).waitFor()
  return page
}

async function take(page, name, path) {
  await page.goto(`${url}/admin/${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByText('Loading').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.screenshot({ path: `${folder}/${name}.png` })
  console.log(`docs/images/${name}.png`)
}

const page = await open(screens.desktop)
// A conversation while somebody looks, so that the cluster has deliveries to show.
await page.goto(`${url}/topics/${tea.id}`)
for (const words of ['Is the kettle on?', 'It is.', 'Coming!']) {
  await people.ines.post(tea, words)
  await page.getByRole('log').getByText(words).waitFor()
}
for (const [name, path] of [['users', 'users'], ['report', `reports/${report.id}`], ['audit', 'audit'], ['cluster', 'cluster']]) await take(page, `admin-${name}`, path)
const phone = await open(screens.phone)
for (const [name, path] of [['users', 'users'], ['report', `reports/${report.id}`]]) await take(phone, `phone-admin-${name}`, path)
await browser.close()
