import { expect, test } from 'vitest'
import { newName } from './browser'
import { suite } from './suite'

const { signedUp } = suite()

test('emoji and people are suggested while one types, and picked from the keyboard', async () => {
  const [ada, ben] = await Promise.all([signedUp(), signedUp(newName('ben'))])
  await ada.createTopic(newName('suggestions'))
  const list = ada.page.getByRole('listbox', { name: 'Suggestions' })
  await ada.composer.pressSequentially('hot :tea')
  await list.getByRole('option', { name: ':tea:' }).waitFor()
  expect(await ada.composer.getAttribute('aria-activedescendant')).toBe(await list.locator('[aria-selected=true]').getAttribute('id'))
  await ada.composer.press('ArrowDown')
  await ada.composer.press('ArrowUp')
  await ada.composer.press('Enter')
  await expect.poll(() => ada.composer.inputValue()).toBe('hot 🍵 ')
  expect(await list.count()).toBe(0)

  await ada.composer.pressSequentially(`for @${ben.name.slice(0, -1)}`)
  await list.getByRole('option', { name: ben.name }).first().waitFor()
  await ada.composer.press('Tab')
  await expect.poll(() => ada.composer.inputValue()).toContain(`hot 🍵 for @${ben.name} `)
  await ada.composer.pressSequentially(':ta')
  await list.waitFor()
  await ada.composer.press('Escape')
  await list.waitFor({ state: 'detached' })
  await ada.composer.press('Enter')
  await expect.poll(() => ada.texts()).toEqual([`hot 🍵 for @${ben.name} :ta`])
})

test('two tabs of one person show one draft, and what one of them sent is not left in the other', async () => {
  const ada = await signedUp()
  await ada.createTopic(newName('two tabs'))
  const second = await ada.context.newPage()
  ada.listen(second)
  await second.goto(ada.page.url())
  const there = second.getByRole('textbox', { name: 'Message', exact: true })
  await there.waitFor()
  await ada.composer.fill('written once')
  await expect.poll(() => there.inputValue()).toBe('written once')
  await there.press('Enter')
  await expect.poll(() => ada.composer.inputValue()).toBe('')
  await expect.poll(() => ada.texts()).toEqual(['written once'])
})
