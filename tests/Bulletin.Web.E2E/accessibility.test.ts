import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Bot, lostLine, newName } from './browser'
import { suite } from './suite'

const { arrive, signedUp, url } = suite()
const axe = readFileSync(fileURLToPath(new URL('../../Bulletin.Web/node_modules/axe-core/axe.min.js', import.meta.url)), 'utf8')

interface Finding {
  id: string
  impact: string
  nodes: { html: string; failureSummary: string }[]
}

async function findings(page: Page): Promise<string[]> {
  // Users do not read half-faded colours, so wait for animations to end. A cancelled animation has ended too.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().filter((a) => a.effect?.getTiming().iterations !== Infinity).map((a) => a.finished)).then(() => undefined))
  await page.evaluate(`${axe}; undefined`)
  const violations = await page.evaluate<Finding[]>('axe.run().then((results) => results.violations)')
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`)
}

/** Controls smaller than 44 pixels in either direction; links in the text of a message do not count. */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a, input, textarea, [role=menuitem], [role=option]')]
      .filter((element) => element.checkVisibility() && !element.closest('.text'))
      .map((element) => ({ name: element.getAttribute('aria-label') ?? element.innerText, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
      .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
  )

/** Everything that prevents somebody from using the page in its current state. */
async function barriers(page: Page): Promise<string[]> {
  return [...(await findings(page)), ...(await smallTargets(page))]
}

test.for(['light', 'dark'] as const)('no page keeps anybody out, in %s', { timeout: 120_000 }, async (colorScheme) => {
  const guest = await arrive(newName(), { colorScheme })
  for (const path of ['/login', '/signup']) {
    await guest.open(path)
    await guest.page.getByLabel('Username').waitFor()
    expect(await barriers(guest.page)).toEqual([])
  }
  const ada = await signedUp(newName(), { colorScheme })
  expect(await barriers(ada.page)).toEqual([])
  const name = newName('axe')
  const id = await ada.createTopic(name)
  expect(await barriers(ada.page)).toEqual([])
  const bot = await Bot.named(url())
  for (const text of ['Hello', '**bold** `code` [link](https://example.org)', '```ts\nconst a = 1 // why\n```', '> quoted\n\n- list', '| a | b |\n|---|---|\n| 1 | 2 |']) await bot.post(id, text)
  await bot.call('POST', `/topics/${id}/messages`, { text: 'an answer', replyTo: 1 })
  await ada.send('mine')
  await expect.poll(async () => (await ada.texts()).length).toBe(7)
  await ada.message('mine').hover()
  await ada.log.locator('.hljs-keyword').first().waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.message('mine').getByRole('button', { name: 'Edit' }).click()
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.getByRole('button', { name: 'Cancel' }).click()
  await ada.page.getByRole('button', { name: 'Emoji' }).click()
  await ada.page.getByRole('searchbox', { name: 'Search emoji' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  await ada.page.keyboard.press('Control+k')
  await ada.page.getByRole('combobox', { name: 'Go to topic' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  await ada.page.getByRole('button', { name: 'New topic' }).click()
  await ada.page.getByRole('dialog').waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.open(`/topics/${id}/1`)
  await ada.log.locator('article.marked').waitFor()
  expect(await barriers(ada.page)).toEqual([])
})

test.for(['light', 'dark'] as const)('what comes and goes keeps nobody out either, in %s', { timeout: 120_000 }, async (colorScheme) => {
  const ada = await signedUp(newName(), { colorScheme })
  ada.foresee(lostLine, /status of 404/)
  const id = await ada.createTopic(newName('axe'))
  await ada.send('mine')
  await expect.poll(() => ada.texts()).toEqual(['mine'])
  await ada.composer.pressSequentially(':tea')
  await ada.page.getByRole('listbox', { name: 'Suggestions' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.composer.fill('')
  await ada.page.getByRole('button', { name: 'Topic actions' }).click()
  await ada.page.getByRole('menuitem', { name: 'Rename topic' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  await ada.message('mine').hover()
  await ada.message('mine').getByRole('button', { name: 'Delete' }).click()
  await ada.page.getByRole('button', { name: 'Undo' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])

  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await ada.context.setOffline(true)
  await ada.page.getByText('Connection lost').waitFor()
  await ada.send('for later')
  await ada.message('for later').getByRole('button', { name: 'Retry' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.open('/topics/01980000-0000-7000-8000-000000000000')
  await ada.page.getByText('cannot be loaded right now').first().waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.context.setOffline(false)
  await ada.page.getByText('This topic is not here').waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.open(`/topics/${id}`)
  await expect.poll(() => ada.texts()).toContain('for later')
})

test.for(['light', 'dark'] as const)('no part of a private topic keeps anybody out, in %s', { timeout: 120_000 }, async (colorScheme) => {
  const ada = await signedUp(newName(), { colorScheme })
  const other = newName()
  await signedUp(other)
  await ada.page.getByRole('button', { name: 'New topic' }).click()
  await ada.page.getByRole('switch').check()
  await ada.page.getByLabel('Name', { exact: true }).fill(newName('axe'))
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.keyboard.press('Enter')
  await ada.page.getByRole('button', { name: '1 member' }).click()
  const pane = ada.page.getByRole('dialog', { name: 'Members' })
  await pane.getByRole('button', { name: 'Create link' }).click()
  const link = await pane.getByRole('textbox', { name: 'Invitation link' }).inputValue()
  expect(await barriers(ada.page)).toEqual([])
  await pane.getByRole('combobox', { name: 'Add people' }).fill(other)
  await pane.getByRole('listbox', { name: 'Suggestions' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  // Escape closes the suggestions, then the pane, and the focus is back where it was.
  await ada.page.keyboard.press('Escape')
  expect(await pane.isVisible()).toBe(true)
  await ada.page.keyboard.press('Escape')
  await expect.poll(() => ada.hasFocus(ada.page.getByRole('button', { name: '1 member' }))).toBe(true)
  await ada.page.goto(link)
  await ada.page.getByRole('button', { name: 'Join' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
})

test('everything is done from the keyboard alone', async () => {
  const ada = await arrive()
  const { keyboard } = ada.page
  const hasFocus = (target: Locator) => ada.hasFocus(target)
  /** Like a user: presses Tab until the target has the focus. */
  async function tabTo(target: Locator, key = 'Tab'): Promise<void> {
    for (let steps = 0; steps < 30 && !(await hasFocus(target)); steps++) await keyboard.press(key)
    expect(await hasFocus(target)).toBe(true)
  }
  await ada.open('/signup')
  await ada.page.getByLabel('Username').waitFor()
  await expect.poll(() => hasFocus(ada.page.getByLabel('Username'))).toBe(true)
  await keyboard.type(ada.name)
  await keyboard.press('Tab')
  await keyboard.type('correct horse battery staple')
  await keyboard.press('Enter')
  await ada.page.getByRole('button', { name: 'New topic' }).waitFor()
  await tabTo(ada.page.getByRole('button', { name: 'New topic' }))
  await keyboard.press('Enter')
  await ada.page.getByRole('dialog').waitFor()
  await keyboard.type('By keyboard')
  await keyboard.press('Enter')
  await ada.page.getByRole('heading', { name: 'By keyboard', level: 1 }).waitFor()
  await expect.poll(() => hasFocus(ada.composer)).toBe(true)
  for (const text of ['one', 'two']) {
    await keyboard.type(text)
    await keyboard.press('Enter')
  }
  await expect.poll(() => ada.texts()).toEqual(['one', 'two'])
  // From the composer back into the log, up to the first message, and on to its actions.
  await tabTo(ada.log.getByRole('article').last(), 'Shift+Tab')
  await keyboard.press('ArrowUp')
  await expect.poll(() => hasFocus(ada.message('one'))).toBe(true)
  await tabTo(ada.message('one').getByRole('button', { name: 'Reply' }))
  await keyboard.press('Enter')
  await ada.page.getByText('Reply to').first().waitFor()
  await expect.poll(() => hasFocus(ada.composer)).toBe(true)
  await keyboard.type('to one')
  await keyboard.press('Enter')
  await expect.poll(() => ada.texts()).toEqual(['one', 'two', 'to one'])

  await tabTo(ada.message('to one'), 'Shift+Tab')
  await tabTo(ada.message('to one').getByRole('button', { name: 'Delete' }))
  await keyboard.press('Enter')
  await tabTo(ada.page.getByRole('button', { name: 'Undo' }))
  await keyboard.press('Enter')
  await ada.message('to one').waitFor()
  await tabTo(ada.page.getByRole('button', { name: 'Topic actions' }), 'Shift+Tab')
  await keyboard.press('Enter')
  await ada.page.getByRole('menuitem', { name: 'Rename topic' }).waitFor()
  await keyboard.press('Escape')
  const leave = ada.page.getByRole('button', { name: 'Log out' })
  await tabTo(leave, 'Shift+Tab')
  await keyboard.press('Enter')
  await ada.page.getByRole('dialog', { name: 'Log out?' }).waitFor()
  await keyboard.press('Escape')
  await expect.poll(() => hasFocus(leave)).toBe(true)
  await keyboard.press('Enter')
  await tabTo(ada.page.getByRole('dialog').getByRole('button', { name: 'Log out', exact: true }))
  await keyboard.press('Enter')
  await ada.page.getByRole('button', { name: 'Log in' }).waitFor()
})

test('on a phone nothing keeps anybody out either, and list and topic are pages of their own', async () => {
  const ada = await signedUp(newName(), { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  expect(await barriers(ada.page)).toEqual([])
  const name = newName('phone')
  await ada.createTopic(name)
  await ada.send('hello from the phone')
  await expect.poll(() => ada.texts()).toHaveLength(1)
  await ada.message('hello').click()
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.getByRole('button', { name: 'Emoji' }).click()
  await ada.page.getByRole('searchbox', { name: 'Search emoji' }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  await ada.page.keyboard.press('Escape')
  expect(await ada.page.getByRole('button', { name: 'New topic' }).isVisible()).toBe(false)
  await ada.page.getByRole('link', { name: 'All topics' }).click()
  await ada.page.getByRole('link', { name }).waitFor()
  expect(await barriers(ada.page)).toEqual([])
  expect(await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})

test('a screen reader hears what others add, once, and nothing of what scrolling brings', async () => {
  const ada = await signedUp()
  const id = await ada.createTopic(newName('log'))
  const bot = await Bot.named(url())
  await bot.postMany(id, 130, (n) => `line ${n}.`)
  await ada.message('line 130.').waitFor()
  await ada.page.reload()
  await ada.message('line 130.').waitFor()
  // Records every text added to a live region.
  await ada.page.evaluate(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    new MutationObserver((changes) => {
      for (const { addedNodes, target } of changes) {
        const live = (target instanceof Element ? target : target.parentElement)?.closest('[aria-live], [role=log], [role=status], [role=alert]')
        if (live && live.getAttribute('aria-live') !== 'off') heard.push(...[...addedNodes].map((node) => node.textContent ?? '').filter((text) => /line|mine|fresh/.test(text)))
      }
    }).observe(document.body, { childList: true, subtree: true })
  })
  expect(await ada.log.getAttribute('aria-live')).toBe('off')
  const scroller = ada.page.locator('.scroller')
  await expect.poll(async () => {
    await scroller.evaluate((box) => void (box.scrollTop = 0))
    return ada.message('line 30.').isVisible()
  }).toBe(true)
  await bot.post(id, 'fresh 1')
  await ada.send('mine')
  await expect.poll(() => ada.texts()).toContain('mine')
  await bot.post(id, 'fresh 2')
  await ada.message('fresh 2').waitFor()
  const heard = () => ada.page.evaluate(() => ('heard' in window ? window.heard : null))
  await expect.poll(heard).toEqual([expect.stringMatching(/^bot-.*: fresh 1$/), expect.stringMatching(/^bot-.*: fresh 2$/)])
})
