import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { Bot, newName } from './browser'
import { suite } from './suite'
import { byWidth, desktop, phone } from './theEnd'

const { signedUp, url } = suite()
/** The elements that extend beyond the screen on either side. */
const outside = (page: Locator) =>
  page.evaluate(() => [...document.querySelectorAll('body *:not(.text *, .visually-hidden)')].filter((one) => one.checkVisibility() && (one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)).map(({ className }) => className))

test.for(byWidth(phone, desktop))('two people who share a display name are told apart at %i pixels', async ([, size]) => {
  const ada = await signedUp(newName(), size)
  const { page } = ada
  const body = page.locator('body')
  for (const shared of ['Ada Lovelace', 'W'.repeat(64)]) {
    const names = [newName('W').padEnd(32, 'W'), newName('M').padEnd(32, 'M')]
    const [first, second] = await Promise.all(names.map((name) => Bot.named(url(), name)))
    if (!first || !second) throw new Error('nobody came')
    for (const one of [first, second]) await one.call('PATCH', '/users/me', { displayName: shared })
    const handles = names.map((name) => `@${name}`)
    const topics = [newName('tea'), newName('coffee')]
    const { id } = await first.createTopic(topics[0] ?? '')
    const { id: other } = await second.createTopic(topics[1] ?? '')
    await second.post(other, 'elsewhere')
    await first.post(id, 'the real one')
    await second.call('POST', `/topics/${id}/messages`, { text: 'the other', replyTo: 1 })
    await first.call('POST', `/topics/${id}/messages`, { text: 'an answer', replyTo: 2 })

    await ada.open(`/topics/${id}`)
    await ada.message('an answer').waitFor()
    /** The visible usernames, complete or truncated. */
    const seen = (within: Locator) =>
      within.evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 24 && one.parentElement && one.getBoundingClientRect().left < innerWidth - 24).map(({ textContent }) => textContent))
    expect(await seen(ada.log.locator('.head .handle'))).toEqual([handles[0], handles[1], handles[0]])
    expect(await seen(ada.log.locator('.quote .handle'))).toEqual(handles)
    expect(await seen(page.locator('main > header .handle'))).toEqual([handles[0]])
    const row = ada.log.getByRole('article', { name: `${shared} ${handles[1]}, ` })
    expect(await outside(body)).toEqual([])

    await row.getByText('the other').click()
    await row.getByRole('button', { name: 'Reply' }).click()
    expect(await seen(page.locator('.composer .handle'))).toEqual([handles[1]])
    await ada.composer.fill(`@${names[1]?.slice(0, 12)}`)
    await page.getByRole('listbox', { name: 'Suggestions' }).getByText(handles[1] ?? '').waitFor()
    expect(await outside(body)).toEqual([])
    await page.keyboard.press('Escape')
    await ada.composer.fill('')

    if (size === phone) await page.getByRole('link', { name: 'All topics' }).click()
    const list = page.getByRole('navigation', { name: 'Topic list' })
    await list.getByRole('link', { name: topics[1] ?? '' }).waitFor()
    await first.post(id, 'the last')
    await list.getByRole('link', { name: topics[0] ?? '' }).getByText('the last').waitFor()
    for (const [index, topic] of topics.entries()) {
      expect(await seen(list.getByRole('link', { name: topic }).locator('.handle'))).toEqual([handles[index]])
    }
    expect(await outside(body)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  }
})

test('a link to a topic here is followed within the page, and with Ctrl in a tab', async () => {
  const [tea, coffee] = [newName('tea'), newName('coffee')]
  const bot = await Bot.named(url())
  const { id } = await bot.createTopic(tea)
  const { id: other } = await bot.createTopic(coffee)
  await bot.postMany(id, 120, (n) => `line ${n}.`)
  await bot.post(id, `see ${url()}/topics/${id}/3 and [over there](${url()}/topics/${other})`)
  // For her, all messages are history, so the topic opens at its end.
  const ada = await signedUp()
  await ada.open(`/topics/${id}`)
  await ada.message('see').waitFor()
  await ada.page.evaluate(() => Object.assign(window, { isSamePage: true }))
  const back = ada.log.getByRole('link', { name: `${url()}/topics/${id}/3` })
  const over = ada.log.getByRole('link', { name: 'over there' })
  await back.click()
  const marked = ada.log.locator('article.marked')
  await expect.poll(() => marked.innerText()).toContain('line 3.')
  expect(new URL(ada.page.url()).pathname).toBe(`/topics/${id}/3`)
  // Once more, while the address already names that message.
  await ada.page.getByRole('button', { name: 'Jump to latest' }).click()
  await back.click()
  await expect.poll(() => marked.isVisible()).toBe(true)
  await ada.page.getByRole('button', { name: 'Jump to latest' }).click()

  const [tab] = await Promise.all([ada.context.waitForEvent('page'), over.click({ modifiers: ['ControlOrMeta'] })])
  ada.listen(tab)
  await tab.getByRole('heading', { name: coffee, level: 1 }).waitFor()
  await tab.close()
  expect(new URL(ada.page.url()).pathname).toBe(`/topics/${id}/3`)
  await over.click()
  await ada.page.getByRole('heading', { name: coffee, level: 1 }).waitFor()
  expect(await ada.page.evaluate(() => 'isSamePage' in window)).toBe(true)
  expect(ada.context.pages()).toHaveLength(1)
})
