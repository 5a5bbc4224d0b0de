import { createApp, h, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test } from 'vitest'
import AppDialog from './AppDialog.vue'
import { copyText } from './clipboard'

let copied = ''
beforeEach(() => {
  copied = ''
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })
  document.execCommand = () => {
    if (document.activeElement instanceof HTMLTextAreaElement) copied = document.activeElement.value
    return true
  }
})
afterEach(() => document.body.replaceChildren())

test('where the browser offers no clipboard, copying leaves the focus where it was', async () => {
  const button = document.body.appendChild(document.createElement('button'))
  button.focus()
  expect(await copyText('words')).toBe(true)
  expect(copied).toBe('words')
  expect(document.activeElement).toBe(button)
})

test('a dialog, which keeps the focus inside, can copy there too', async () => {
  const app = createApp(() => h(AppDialog, { open: true, title: 'A link' }, () => h('button', { class: 'copy' }, 'Copy')))
  app.mount(document.body.appendChild(document.createElement('div')))
  await nextTick()
  const button = document.querySelector<HTMLButtonElement>('.copy')
  button?.focus()
  expect(document.activeElement).toBe(button)
  expect(await copyText('words')).toBe(true)
  expect(copied).toBe('words')
  expect(document.activeElement).toBe(button)
  expect(document.querySelector('textarea')).toBeNull()
  app.unmount()
})
