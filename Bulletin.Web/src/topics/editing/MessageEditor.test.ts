import { createPinia } from 'pinia'
import { createApp, h, nextTick, ref, shallowRef } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import type { Message } from '../../api/types'
import { message } from '../../testing'
import { emptyDraft } from '../drafts/drafts'
import { currentDraft } from '../drafts/useDraft'
import MessageEditor from './MessageEditor.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** An edit of the first message, begun when its text was “line 1”. */
function editing() {
  const text = ref('line 1')
  const held = shallowRef(message(1))
  const sent: unknown[] = []
  let done = 0
  /** States of the message that others save just before this edit is saved. */
  const meanwhile: Message[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json(held.value)
    sent.push(await request.json())
    const newer = meanwhile.shift()
    if (newer) {
      held.value = newer
      return Response.json({ status: 409, code: 'message_changed', detail: 'Get it again, and decide.' }, { status: 409 })
    }
    return new Response(JSON.stringify(message(1, { revision: 50 })), { status: 200, headers: { 'Content-Type': 'application/json' } })
  })
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() =>
    h(MessageEditor, { message: held.value, text: text.value, 'onUpdate:text': (changed: string) => void (text.value = changed), onDone: () => void done++ }),
  )
  app.use(createPinia()).provide(currentDraft, { ...emptyDraft(), begun: { 1: { revision: 1, text: 'line 1' } } }).mount(place)
  apps.push(app)
  useTokens(() => Promise.resolve('a token'))
  const field = place.querySelector('textarea')
  if (!field) throw new Error('no field')
  return { field, text, held, sent, meanwhile, done: () => done, says: () => place.textContent ?? '' }
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

test('what was not changed here is not sent, also if the message was changed elsewhere', async () => {
  const { field, held, sent, done } = editing()
  held.value = message(1, { revision: 9, text: 'from elsewhere' })
  await nextTick()
  press(field, 'Enter')
  expect([done(), sent]).toEqual([1, []])
})

test('a message that was changed elsewhere is replaced only by who has seen its new text', async () => {
  const { field, text, held, sent, done, says } = editing()
  text.value = 'mine'
  held.value = message(1, { revision: 9, text: 'from elsewhere' })
  await nextTick()
  expect(says()).toContain('This message was changed meanwhile. Now it says:from elsewhere')
  press(field, 'Enter')
  await nextTick()
  expect(says()).toContain('Save once more to replace it')
  // The user has not seen later changes either.
  held.value = message(1, { revision: 12, text: 'and again' })
  await nextTick()
  press(field, 'Enter')
  await nextTick()
  expect([done(), sent, text.value]).toEqual([0, [], 'mine'])
  press(field, 'Enter')
  await vi.waitFor(() => expect(done()).toBe(1))
  expect(sent).toEqual([{ text: 'mine', revision: 12 }])
})

test('a save that the server refuses for a newer text shows that text, and the next one replaces it', async () => {
  const { field, text, sent, meanwhile, done, says } = editing()
  meanwhile.push(message(1, { revision: 9, text: 'from elsewhere' }))
  text.value = 'mine'
  await nextTick()
  press(field, 'Enter')
  await vi.waitFor(() => expect(says()).toContain('Now it says:from elsewhereSave once more to replace it'))
  expect([done(), text.value]).toEqual([0, 'mine'])
  press(field, 'Enter')
  await vi.waitFor(() => expect(done()).toBe(1))
  expect(sent).toEqual([{ text: 'mine', revision: 1 }, { text: 'mine', revision: 9 }])
})

test('a save whose answer was lost is done when the message says so', async () => {
  const { field, text, sent, meanwhile, done } = editing()
  meanwhile.push(message(1, { revision: 9, text: 'mine' }))
  text.value = 'mine'
  await nextTick()
  press(field, 'Enter')
  await vi.waitFor(() => expect(done()).toBe(1))
  expect(sent).toHaveLength(1)
})

test('a message whose text is again what it was is saved without a word', async () => {
  const { field, text, sent, meanwhile, done } = editing()
  meanwhile.push(message(1, { revision: 9 }))
  text.value = 'mine'
  await nextTick()
  press(field, 'Enter')
  await vi.waitFor(() => expect(done()).toBe(1))
  expect(sent).toEqual([{ text: 'mine', revision: 1 }, { text: 'mine', revision: 9 }])
})

test('one’s own change that comes back before its answer is no other', async () => {
  const { text, held, says } = editing()
  text.value = 'mine'
  held.value = message(1, { revision: 9, text: 'mine' })
  await nextTick()
  expect(says()).not.toContain('changed meanwhile')
})

test('a newer text that cannot be loaded is spoken of in words, and the change is kept', async () => {
  const { field, text, done, says } = editing()
  vi.stubGlobal('fetch', ({ method }: Request) =>
    method === 'GET' ? Promise.reject(new TypeError('lost')) : Promise.resolve(Response.json({ status: 409, code: 'message_changed' }, { status: 409 })),
  )
  text.value = 'mine'
  await nextTick()
  press(field, 'Enter')
  await vi.waitFor(() => expect(says()).toContain('Its new text cannot be loaded right now. Your change is kept here.'))
  expect([done(), text.value]).toEqual([0, 'mine'])
})

test('a change that would notify many people is saved once the user has confirmed it', async () => {
  const { field, text, done } = editing()
  const bodies: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const body: { confirmAll?: boolean } = await request.json()
    bodies.push(body)
    if (body.confirmAll) return Response.json(message(1, { revision: 50 }))
    return Response.json({ code: 'confirm_all', detail: 'This would notify 34 people.' }, { status: 409 })
  })
  text.value = 'hello @all'
  await nextTick()
  press(field, 'Enter')
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')?.textContent).toContain('This would notify 34 people. Save it?'))
  for (const button of document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')) if (button.textContent === 'Save') button.click()
  await vi.waitFor(() => expect(done()).toBe(1))
  expect(bodies).toEqual([{ text: 'hello @all', revision: 1 }, { text: 'hello @all', revision: 1, confirmAll: true }])
})
