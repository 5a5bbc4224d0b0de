import { expect, test } from 'vitest'
import { suite } from './suite'
import { atTheEnd, desktop, faults, phone, sendByButton } from './theEnd'

const here = suite()

test('one message at a time offers its actions, and none for good', async () => {
  const { ada, id } = await atTheEnd(here, desktop)
  const { page } = ada
  const toolbars = page.getByRole('toolbar', { name: 'Message actions' })
  const offers = async (text: string) => {
    await ada.message(text).getByRole('toolbar').waitFor()
    expect(await toolbars.count()).toBe(1)
  }
  await sendByButton(ada, 'mine')
  expect(await faults(ada, 'mine')).toEqual([])
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await offers('mine')
  await page.keyboard.press('ArrowUp')
  await offers('line 40.')
  await ada.message('line 38.').hover()
  await offers('line 38.')
  await ada.composer.hover()
  await expect.poll(() => toolbars.count()).toBe(0)

  await ada.message('mine').hover()
  await ada.message('mine').getByRole('button', { name: 'Edit' }).click()
  await page.getByRole('textbox', { name: 'Edit message' }).fill('mine, changed')
  await ada.composer.hover()
  await page.keyboard.press('Enter')
  await ada.message('mine, changed').waitFor()
  expect(await toolbars.count()).toBe(0)

  await ada.open(`/topics/${id}/38`)
  await expect.poll(() => ada.hasFocus(ada.message('line 38.'))).toBe(true)
  expect(await toolbars.count()).toBe(0)
  await page.keyboard.press('Tab')
  await offers('line 38.')
  await page.keyboard.press('Escape')
  await expect.poll(() => toolbars.count()).toBe(0)
  expect(await ada.hasFocus(ada.message('line 38.'))).toBe(true)
})

test('a finger calls the actions of a message and sends them away', async () => {
  const { ada } = await atTheEnd(here, phone)
  const { page } = ada
  const toolbars = page.getByRole('toolbar', { name: 'Message actions' })
  const isGone = () => expect.poll(() => toolbars.count()).toBe(0)
  const tap = async (text: string) => {
    await ada.message(text).tap()
    await ada.message(text).getByRole('toolbar').waitFor()
    expect(await toolbars.count()).toBe(1)
  }
  await tap('line 38.')
  await tap('line 39.')
  await ada.message('line 39.').tap()
  await isGone()
  await tap('line 36.')
  await page.getByRole('heading', { level: 1 }).tap()
  await isGone()
  await tap('line 36.')
  await page.keyboard.press('Escape')
  await isGone()
  await tap('line 36.')
  await toolbars.getByRole('button', { name: 'Copy link' }).tap()
  await page.getByText('Link copied.').waitFor()
  await isGone()
})
