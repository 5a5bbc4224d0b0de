import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { Bot, newName } from './browser'
import { suite } from './suite'
import { atTheEnd, desktop, faults, isWhollyIn, sendByButton, sizes } from './theEnd'

const here = suite()

test('the wheel scrolls the messages with the pointer on what lies over them', async () => {
  const { ada, ben, id } = await atTheEnd(here, desktop, 120)
  const { page } = ada
  const scroller = page.locator('.scroller')
  const place = () => scroller.evaluate((box) => box.scrollTop)
  const turnsOver = async (element: Locator) => {
    await element.hover()
    const before = await place()
    await page.mouse.wheel(0, -200)
    await expect.poll(async () => before - (await place())).toBeGreaterThan(100)
  }
  await ada.message('line 119.').hover()
  await turnsOver(ada.log.getByRole('toolbar'))
  const jump = page.getByRole('button', { name: 'Jump to latest' })
  await turnsOver(jump)
  await ben.post(id, 'a\nb\nc')
  await expect.poll(() => jump.innerText()).toContain('1 new')
  await ada.log.getByRole('article').nth(60).hover()
  await ada.log.getByRole('button', { name: 'Copy link' }).click()
  await turnsOver(page.getByText('Link copied.'))
  await ada.composer.fill(':te')
  await turnsOver(page.getByRole('listbox', { name: 'Suggestions' }))
})

test('the longest names and descriptions leave everything on the screen', async () => {
  const ben = await Bot.named(here.url())
  await ben.call('PATCH', '/users/me', { displayName: 'W'.repeat(64) })
  const ada = await here.signedUp()
  const right = () => ada.page.evaluate(() => [...document.querySelectorAll('main, main *:not(.text *)')].filter((one) => one.getBoundingClientRect().right > innerWidth + 1).map(({ className }) => className))
  for (const description of ['', 'all about tea '.repeat(72).slice(0, 1_000), 'x'.repeat(1_000)]) {
    const { id } = await ben.call<{ id: string }>('POST', '/topics', { name: newName('W'.repeat(100)).padEnd(128, 'W'), description })
    await ben.post(id, `a\nb\n${'W'.repeat(500)}`)
    await ben.call('POST', `/topics/${id}/messages`, { text: 'an answer', replyTo: 1 })
    await ada.open(`/topics/${id}`)
    await ada.message('an answer').waitFor()
    for (const { viewport } of sizes) {
      await ada.page.setViewportSize(viewport)
      await sendByButton(ada, `hello ${viewport.width}`)
      expect(await faults(ada, `hello ${viewport.width}`)).toEqual([])
      for (const name of ['Send', 'Emoji']) expect(await isWhollyIn(ada.page.getByRole('button', { name, exact: true }), 'html')).toBe(true)
      expect(await right()).toEqual([])
    }
  }
})
