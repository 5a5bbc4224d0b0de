import { expect, test } from 'vitest'
import { copyText } from './clipboard'

test('where the browser offers no clipboard, copying leaves the focus where it was', async () => {
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })
  let copied = ''
  document.execCommand = () => {
    if (document.activeElement instanceof HTMLTextAreaElement) copied = document.activeElement.value
    return true
  }
  const button = document.body.appendChild(document.createElement('button'))
  button.focus()
  expect(await copyText('words')).toBe(true)
  expect(copied).toBe('words')
  expect(document.activeElement).toBe(button)
})
