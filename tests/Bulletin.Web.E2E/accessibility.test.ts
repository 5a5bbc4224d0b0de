import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Bot, newName } from './browser'
import { suite } from './suite'

const { arrive, signedUp, url } = suite()
const axe = readFileSync(fileURLToPath(new URL('../../Bulletin.Web/node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')

interface Finding {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}

async function findings(page: Page): Promise<string[]> {
  // Half-faded colours are not what anybody reads.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)).then(() => undefined))
  await page.evaluate(`${axe}; undefined`)
  const violations = await page.evaluate<Finding[]>('axe.run().then((results) => results.violations)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`)
}

test.for(['light', 'dark'] as const)('no page has a serious finding in %s', { timeout: 120_000 }, async (colorScheme) => {
  const guest = await arrive(newName(), { colorScheme })
  for (const path of ['/login', '/signup']) {
    await guest.open(path)
    await guest.page.getByLabel('Username').waitFor()
    expect(await findings(guest.page)).toEqual([])
  }
  const ada = await signedUp(newName(), { colorScheme })
  expect(await findings(ada.page)).toEqual([])
  const name = newName('axe')
  const id = await ada.createTopic(name)
  expect(await findings(ada.page)).toEqual([])
  const bot = await Bot.named(url())
  for (const text of ['Hello', '**bold** `code` [link](https://example.org)', '```ts\nconst a = 1 // why\n```', '> quoted\n\n- list', '| a | b |\n|---|---|\n| 1 | 2 |']) await bot.post(id, text)
  await ada.send('mine')
  await expect.poll(async () => (await ada.texts()).length).toBe(6)
  await ada.message('mine').hover()
  await ada.log.locator('.hljs-keyword').first().waitFor()
  expect(await findings(ada.page)).toEqual([])
  await ada.log.getByRole('button', { name: 'Edit' }).click()
  expect(await findings(ada.page)).toEqual([])
  await ada.page.getByRole('button', { name: 'Cancel' }).click()
  await ada.page.getByRole('button', { name: 'Emoji' }).click()
  await ada.page.getByRole('searchbox', { name: 'Search emoji' }).waitFor()
  expect(await findings(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  await ada.page.keyboard.press('Control+k')
  await ada.page.getByRole('combobox', { name: 'Go to topic' }).waitFor()
  expect(await findings(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  await ada.page.getByRole('button', { name: 'New topic' }).click()
  await ada.page.getByRole('dialog').waitFor()
  expect(await findings(ada.page)).toEqual([])
  await ada.open(`/topics/${id}/1`)
  await ada.log.locator('article.marked').waitFor()
  expect(await findings(ada.page)).toEqual([])
})

test('everything is done from the keyboard alone', async () => {
  const ada = await arrive()
  await ada.open('/signup')
  await ada.page.getByLabel('Username').waitFor()
  await expect.poll(() => ada.page.getByLabel('Username').evaluate((field) => field === document.activeElement)).toBe(true)
  await ada.page.keyboard.type(ada.name)
  await ada.page.keyboard.press('Tab')
  await ada.page.keyboard.type('correct horse battery staple')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('button', { name: 'New topic' }).waitFor()
  await ada.page.getByRole('button', { name: 'New topic' }).focus()
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('dialog').waitFor()
  await ada.page.keyboard.type('By keyboard')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('heading', { name: 'By keyboard', level: 1 }).waitFor()
  await expect.poll(() => ada.composer.evaluate((field) => field === document.activeElement)).toBe(true)
  for (const text of ['one', 'two']) {
    await ada.page.keyboard.type(text)
    await ada.page.keyboard.press('Enter')
  }
  await expect.poll(() => ada.texts()).toEqual(['one', 'two'])
  // From the composer back into the log, up to the first message, and on to its actions.
  const inLog = () => ada.page.evaluate(() => document.activeElement?.matches('[role=log] article') ?? false)
  for (let steps = 0; steps < 4 && !(await inLog()); steps++) await ada.page.keyboard.press('Shift+Tab')
  if (!(await inLog())) await ada.log.getByRole('article').last().focus()
  await ada.page.keyboard.press('ArrowUp')
  await ada.page.keyboard.press('Tab')
  await ada.page.keyboard.press('Enter')
  await ada.page.getByText('Reply to').first().waitFor()
})

test('on a phone every control is at least 44 pixels, and list and topic are pages of their own', async () => {
  const ada = await signedUp(newName(), { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const small = () =>
    ada.page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, a, input, textarea')]
        .filter((element) => element.offsetParent !== null && !element.closest('.text'))
        .map((element) => ({ name: element.getAttribute('aria-label') ?? element.innerText, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
        .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
    )
  expect(await small()).toEqual([])
  const name = newName('phone')
  await ada.createTopic(name)
  await ada.send('hello from the phone')
  await expect.poll(() => ada.texts()).toHaveLength(1)
  await ada.message('hello').click()
  expect(await small()).toEqual([])
  expect(await ada.page.getByRole('button', { name: 'New topic' }).isVisible()).toBe(false)
  await ada.page.getByRole('link', { name: 'All topics' }).click()
  await ada.page.getByRole('link', { name }).waitFor()
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})

test('the log announces what is new and not what is old', async () => {
  const ada = await signedUp()
  const id = await ada.createTopic(newName('log'))
  const bot = await Bot.named(url())
  await bot.postMany(id, 130, (n) => `line ${n}`)
  await ada.message('line 130').waitFor()
  // Read to the end, so that the next look begins there and not at what is new.
  await expect
    .poll(() => ada.page.evaluate((topic) => Object.values(localStorage).some((value) => value.includes(`"${topic}":130`)), id))
    .toBe(true)
  await ada.page.reload()
  await ada.message('line 130').waitFor()
  await expect.poll(() => ada.log.getAttribute('aria-live')).toBe('polite')
  expect(await ada.log.getAttribute('aria-relevant')).toBe('additions')
  await ada.page.locator('.scroller').evaluate((box) => void (box.scrollTop = 0))
  await expect.poll(() => ada.log.getAttribute('aria-live')).toBe('off')
})
