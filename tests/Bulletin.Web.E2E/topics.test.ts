import { expect, test } from 'vitest'
import { lostLine, newName } from './browser'
import { suite } from './suite'

const { residents } = suite()

test('the list moves a topic up when somebody posts, says who and what, and marks it unread', async () => {
  const [ada, ben] = await residents()
  const [quiet, busy] = [newName('quiet'), newName('busy')]
  await ada.createTopic(busy)
  // Only what one has read before or follows is counted.
  await ada.send('Tea?')
  await ben.openTopic(busy)
  await ben.message('Tea?').waitFor()
  await ben.createTopic(quiet)
  const list = ben.page.getByRole('navigation', { name: 'Topic list' })
  await ada.send('Kettle **on**?')
  await expect.poll(() => list.getByRole('link').first().innerText()).toContain(busy)
  // The text without its Markdown marks.
  await expect.poll(() => list.getByRole('link').first().innerText()).toContain(`${ada.name}: Kettle on?`)
  await expect.poll(() => list.getByRole('link').first().innerText()).toContain('1 unread message')
  await ben.openTopic(busy)
  await expect.poll(() => list.getByRole('link', { name: busy }).innerText()).not.toContain('unread')
})

test('a topic is renamed and deleted for everybody, and found by name from the keyboard', async () => {
  const [ada, ben] = await residents()
  const [first, second] = [newName('first'), newName('second')]
  await ada.createTopic(first)
  await ada.page.getByRole('button', { name: 'Topic actions' }).click()
  await ada.page.getByRole('menuitem', { name: 'Rename topic' }).click()
  await ada.page.getByRole('dialog').getByLabel('Name').fill(second)
  await ada.page.getByRole('button', { name: 'Rename' }).click()
  await ben.page.getByRole('link', { name: second }).waitFor()

  await ben.page.keyboard.press('Control+k')
  await ben.page.getByRole('combobox', { name: 'Search or jump to' }).fill(second.slice(-6))
  await ben.page.getByRole('group', { name: 'Topics' }).getByRole('option', { name: second }).waitFor()
  await ben.page.keyboard.press('Enter')
  await ben.page.getByRole('heading', { name: second, level: 1 }).waitFor()
  await expect.poll(() => ben.hasFocus(ben.composer)).toBe(true)
  // Switching to the open topic leaves the focus where it was.
  await ben.page.keyboard.press('Control+k')
  await ben.page.getByRole('combobox', { name: 'Search or jump to' }).fill(second)
  await ben.page.getByRole('group', { name: 'Topics' }).getByRole('option', { name: second }).waitFor()
  await ben.page.keyboard.press('Enter')
  await ben.page.getByRole('dialog').waitFor({ state: 'detached' })
  await expect.poll(() => ben.hasFocus(ben.composer)).toBe(true)

  ben.foresee(lostLine, /status of 404/)
  await ben.page.route('**/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  await ben.send('nor this')
  await ben.message('nor this').getByRole('button', { name: 'Delete' }).click()
  await ben.message('nor this').waitFor({ state: 'detached' })
  await expect.poll(() => ben.hasFocus(ben.composer)).toBe(true)
  await ben.send('for nobody')
  await ben.message('for nobody').getByRole('button', { name: 'Retry' }).waitFor()
  const list = ben.page.getByRole('navigation', { name: 'Topic list' })
  await list.getByRole('link', { name: second }).getByText('Not sent').waitFor()
  await ada.page.getByRole('button', { name: 'Topic actions' }).click()
  await ada.page.getByRole('menuitem', { name: 'Delete topic' }).click()
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await ben.page.getByText('This topic is not here').waitFor()
  // The messages he had sent are still his.
  const unsent = ben.page.getByRole('region', { name: 'Unsent messages' }).getByRole('article')
  expect(await unsent.locator('.text').allInnerTexts()).toEqual(['for nobody'])
  expect(await unsent.getByRole('button').allInnerTexts()).toEqual(['Copy', 'Delete'])
  // They can also be reached from elsewhere.
  await ben.page.getByRole('link', { name: 'All topics' }).click()
  await list.getByRole('link', { name: second }).waitFor({ state: 'detached' })
  await list.getByRole('link', { name: 'for nobody' }).click()
  await unsent.getByRole('button', { name: 'Delete' }).click()
  await unsent.waitFor({ state: 'detached' })
  await list.getByRole('link', { name: 'for nobody' }).waitFor({ state: 'detached' })
  await ben.page.unroute('**/messages')
  await ben.page.getByRole('link', { name: second }).waitFor({ state: 'detached' })
})
