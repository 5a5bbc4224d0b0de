import { createApp, h } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { message } from '../../testing'
import type { AdminMessage } from '../types'
import MessageEditor from './MessageEditor.vue'

let app: { unmount: () => void } | undefined
afterEach(() => {
  app?.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

test('an edit names the revision that it is based on, and its text stays if the message has changed meanwhile', async () => {
  useTokens(() => Promise.resolve('a token'))
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(await request.json())
    return Response.json({ code: 'message_changed', detail: 'No.' }, { status: 409 })
  })
  const item: AdminMessage = { message: message(3, { revision: 8 }), topic: { id: 'tea', name: 'Tea', access: 'public' } }
  const made = createApp(() => h(MessageEditor, { modelValue: item }))
  made.mount(document.body.appendChild(document.createElement('div')))
  app = made
  await vi.waitFor(() => expect(document.querySelector('textarea')).not.toBeNull())
  const field = document.querySelector('textarea')
  if (!field) throw new Error('no field')
  field.value = 'better'
  field.dispatchEvent(new Event('input'))
  document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')?.textContent).toContain('has been changed in the meantime'))
  expect(sent).toEqual([{ text: 'better', revision: 8 }])
  expect(document.querySelector('textarea')?.value).toBe('better')
})
