import { expect, test } from 'vitest'
import { Bot, lostLine, newName } from './browser'
import { suite } from './suite'

const { residents, url } = suite()

test('two people talk: each message is there at once for both, once and in order', async () => {
  const [ada, ben] = await residents()
  const name = newName('tea')
  await ada.createTopic(name)
  await ben.openTopic(name)
  for (let n = 1; n <= 5; n++) {
    await ada.send(`ada ${n}`)
    await ben.message(`ada ${n}`).waitFor()
    await ben.send(`ben ${n}`)
    await ada.message(`ben ${n}`).waitFor()
  }
  const expected = [1, 2, 3, 4, 5].flatMap((n) => [`ada ${n}`, `ben ${n}`])
  await expect.poll(() => ada.texts()).toEqual(expected)
  await expect.poll(() => ben.texts()).toEqual(expected)
})

test('Enter sends, Shift+Enter breaks the line, and an input method may use Enter', async () => {
  const [ada] = await residents()
  await ada.createTopic(newName('keys'))
  await ada.composer.fill('one')
  await ada.composer.press('Shift+Enter')
  await ada.composer.pressSequentially('two')
  await ada.composer.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })
  expect(await ada.composer.inputValue()).toBe('one\ntwo')
  await ada.composer.press('Enter')
  await expect.poll(() => ada.texts()).toEqual(['one\ntwo'])
  expect(await ada.composer.inputValue()).toBe('')
})

test('a draft survives a reload and stays with its topic', async () => {
  const [ada] = await residents()
  const [one, two] = [newName('one'), newName('two')]
  await ada.createTopic(one)
  await ada.composer.fill('not yet')
  await ada.createTopic(two)
  expect(await ada.composer.inputValue()).toBe('')
  await ada.openTopic(one)
  expect(await ada.composer.inputValue()).toBe('not yet')
  await ada.page.reload()
  await ada.composer.waitFor()
  expect(await ada.composer.inputValue()).toBe('not yet')
})

test('the last message is edited with the up arrow, and everybody sees the change', async () => {
  const [ada, ben] = await residents()
  const name = newName('edit')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await ada.send('first')
  await ada.send('tpyo')
  await ada.message('tpyo').waitFor()
  await expect.poll(() => ada.texts()).toEqual(['first', 'tpyo'])
  await ada.composer.press('ArrowUp')
  const editors = ada.page.getByRole('textbox', { name: 'Edit message' })
  await editors.fill('typo')
  // A second edit starts meanwhile: neither loses its text, not even after a reload.
  await ada.message('first').hover()
  await ada.message('first').getByRole('button', { name: 'Edit' }).click()
  await editors.first().fill('the first')
  await ada.page.reload()
  await expect.poll(() => editors.evaluateAll((fields: HTMLTextAreaElement[]) => fields.map(({ value }) => value))).toEqual(['the first', 'typo'])
  await editors.first().press('Escape')
  await editors.press('Enter')
  await ben.message('typo').getByText('(edited)').waitFor()
  await expect.poll(() => ada.hasFocus(ada.composer)).toBe(true)
})

test('a deletion can be undone, and is carried out when it is not', async () => {
  const [ada, ben] = await residents()
  const name = newName('delete')
  await ada.createTopic(name)
  await ben.openTopic(name)
  await ada.send('to stay or to go')
  await expect.poll(() => ada.texts()).toHaveLength(1)
  const remove = async () => {
    await ada.log.getByRole('article').first().hover()
    await ada.log.getByRole('button', { name: 'Delete' }).click()
    await ada.log.getByText('Message deleted').waitFor()
  }
  await remove()
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await ada.message('to stay or to go').waitFor()
  await expect.poll(() => ada.hasFocus(ada.composer)).toBe(true)
  await remove()
  await ben.log.getByText('Message deleted').waitFor()
})

test('a reply quotes what it answers, and a link opens at its message', async () => {
  const [ada] = await residents()
  const name = newName('reply')
  const id = await ada.createTopic(name)
  const bot = await Bot.named(url(), ada.name, true)
  await bot.postMany(id, 120, (n) => `line ${n}`)
  await ada.message('line 120').waitFor()
  await ada.message('line 120').hover()
  await ada.log.getByRole('button', { name: 'Reply' }).click()
  await ada.send('an answer')
  await ada.message('an answer').getByRole('button', { name: /answers, number 120/ }).waitFor()

  await bot.call('POST', `/topics/${id}/messages`, { text: 'a late answer', replyTo: 3 })
  await ada.open(`/topics/${id}/7`)
  const row = ada.log.locator('article.marked')
  await row.waitFor()
  expect(await row.innerText()).toContain('line 7')
  await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0)

  // A message sent from far up appears at once, even offline; a jump that fails is reported.
  ada.foresee(lostLine)
  await ada.context.setOffline(true)
  await ada.send('sent from far up')
  await ada.log.locator('article.outgoing', { hasText: 'sent from far up' }).waitFor()
  await ada.message('a late answer').getByRole('button', { name: /answers, number 3/ }).click()
  await ada.page.getByText('The message cannot be loaded right now.').waitFor()
  await ada.context.setOffline(false)
  await ada.page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => row.innerText()).toContain('line 3')
  await ada.page.getByRole('button', { name: 'Jump to latest' }).click()
  await ada.message('an answer').waitFor()
  await expect.poll(() => ada.texts()).toContain('sent from far up')
})
