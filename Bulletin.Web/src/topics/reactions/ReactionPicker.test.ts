import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, shallowRef } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import type { Message } from '../../api/types'
import { message, user } from '../../testing'
import ReactionPicker from './ReactionPicker.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** A picker opened from a button that is gone by now, as the actions of a row are. */
async function picker() {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const asked: string[] = []
  vi.stubGlobal('fetch', ({ method, url }: Request) => {
    asked.push(`${method} ${decodeURIComponent(new URL(url).pathname)}`)
    return new Promise(() => {})
  })
  const row = document.body.appendChild(document.createElement('article'))
  row.tabIndex = -1
  const anchor = row.appendChild(document.createElement('button'))
  const model = shallowRef<{ message: Message; anchor: HTMLElement } | null>({ message: message(3), anchor })
  const app = createApp(() => h(ReactionPicker, { modelValue: model.value, 'onUpdate:modelValue': (value: { message: Message; anchor: HTMLElement } | null) => (model.value = value) }))
  app.use(pinia).mount(document.body.appendChild(document.createElement('div')))
  apps.push(app)
  anchor.remove()
  await vi.waitFor(() => expect(document.querySelector('.grid button')).toBeTruthy())
  return { asked, model, row, emoji: () => document.querySelector<HTMLButtonElement>('.grid button') }
}

test('the emoji that is picked becomes a reaction', async () => {
  const { asked, model, emoji } = await picker()
  const chosen = emoji()?.textContent
  emoji()?.click()
  await vi.waitFor(() => expect(asked).toEqual([`PUT /api/v1/topics/tea/messages/3/reactions/${chosen}`]))
  expect(model.value).toBeNull()
})

test('after a pick the focus is on the message', async () => {
  const { row, emoji } = await picker()
  emoji()?.click()
  await vi.waitFor(() => expect(document.activeElement).toBe(row))
})
