import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { suite } from './suite'
import { atTheEnd, byWidth, desktop, faults, isWhollyIn, phone, sendByButton } from './theEnd'

const here = suite()

test.each(byWidth(phone, desktop))('a message that is edited is wholly in sight, %i pixels wide', async (_, size) => {
  const { ada, ben, id } = await atTheEnd(here, size)
  const point = (row: Locator) => (size === phone ? row.tap() : row.hover())
  const editor = ada.page.locator('form.editor')
  const field = editor.getByRole('textbox', { name: 'Edit message' })
  await sendByButton(ada, `mine\n${'and more\n'.repeat(5)}`)
  await ben.post(id, 'between')
  await sendByButton(ada, `last\n${'and more\n'.repeat(5)}`)
  expect(await faults(ada, 'last')).toEqual([])

  for (const text of ['last', 'mine']) {
    await point(ada.message(text))
    await ada.message(text).getByRole('button', { name: 'Edit' }).click()
    await expect.poll(() => ada.hasFocus(field)).toBe(true)
    await expect.poll(() => isWhollyIn(editor, '.scroller')).toBe(true)
    // It also stays in view while it grows and while others write.
    await field.press('End')
    for (let n = 0; n < 6; n++) await field.press('Shift+Enter')
    await expect.poll(() => isWhollyIn(editor, '.scroller')).toBe(true)
    await ben.postMany(id, 12, (n) => `a\nb\nc\nduring ${text} ${n}`)
    await ada.message(`during ${text} 12`).waitFor()
    await expect.poll(() => isWhollyIn(editor, '.scroller')).toBe(true)
    await field.press('Escape')
    const jump = ada.page.getByRole('button', { name: 'Jump to latest' })
    await jump.click()
    await jump.waitFor({ state: 'detached' })
    if (text === 'last') await ada.message('mine').scrollIntoViewIfNeeded()
  }
})

test('"Jump to latest" never covers what is edited', async () => {
  const { ada, ben, id } = await atTheEnd(here, phone)
  await sendByButton(ada, 'mine')
  await ben.postMany(id, 3, (n) => `after ${n}`)
  await ada.message('mine').getByText('mine').tap()
  await ada.message('mine').getByRole('button', { name: 'Edit' }).click()
  await ada.page.locator('.scroller').evaluate((box) => void (box.scrollTop -= 100))
  await ada.page.getByRole('button', { name: 'Jump to latest' }).waitFor()
  // Scrolls the field to the position of the button.
  expect(await ada.page.getByRole('textbox', { name: 'Edit message' }).evaluate((field) => {
    const box = field.closest('.scroller')
    const middle = (one: Element | null) => {
      const { left, right, top, bottom } = one?.getBoundingClientRect() ?? new DOMRect()
      return { x: (left + right) / 2, y: (top + bottom) / 2 }
    }
    const { x, y } = middle(document.querySelector('.jump'))
    if (box) box.scrollTop += middle(field).y - y
    return Math.abs(middle(field).y - y) < 2 && document.elementFromPoint(x, y) === field
  })).toBe(true)
})
