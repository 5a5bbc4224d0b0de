import { createPinia } from 'pinia'
import { createApp, h, ref } from 'vue'
import { afterEach, expect, test } from 'vitest'
import { message } from '../testing'
import MessageEditor from './MessageEditor.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

function editing() {
  const text = ref('line 1')
  let done = 0
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() =>
    h(MessageEditor, { message: message(1), text: text.value, 'onUpdate:text': (changed: string) => void (text.value = changed), onDone: () => void done++ }),
  )
  app.use(createPinia()).mount(place)
  apps.push(app)
  const field = place.querySelector('textarea')
  if (!field) throw new Error('no field')
  return { field, text, done: () => done }
}

const press = (field: HTMLElement, key: string, of: { isComposing?: boolean; keyCode?: number } = {}) =>
  field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...of }))

test('Escape and Enter of an input method neither end a change nor save it', () => {
  const { field, done } = editing()
  for (const of of [{ isComposing: true }, { keyCode: 229 }]) for (const key of ['Escape', 'Enter']) press(field, key, of)
  expect(done()).toBe(0)
  press(field, 'Escape')
  expect(done()).toBe(1)
})

test('what is written is taken while an input method still composes it', () => {
  const { field, text } = editing()
  field.dispatchEvent(new Event('compositionstart'))
  field.value = 'line one'
  field.dispatchEvent(new Event('input'))
  expect(text.value).toBe('line one')
})

test('a change that was under way takes the focus from nobody', () => {
  const other = document.body.appendChild(document.createElement('input'))
  other.focus()
  editing()
  expect(document.activeElement).toBe(other)
})
