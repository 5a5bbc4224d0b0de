import { createPinia, setActivePinia } from 'pinia'
import { createApp, h } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { user } from '../../testing'
import { useOutgoing } from './outgoing'
import OutgoingRow from './OutgoingRow.vue'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})
beforeEach(() => {
  localStorage.clear()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (_: string, work: () => unknown) => Promise.resolve(work()) } })
})

test('of the messages that wait for the line only the first is said to be sent', () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  const outgoing = useOutgoing()
  ends.push(() => outgoing.$dispose())
  for (const text of ['one', 'two', 'three']) outgoing.write('tea', text, null)
  outgoing.write('coffee', 'elsewhere', null)

  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() => outgoing.waiting.map((message) => h(OutgoingRow, { key: message.clientId, outgoing: message, leads: false })))
  app.use(pinia).mount(place)
  ends.push(() => app.unmount())
  const states = () => [...place.querySelectorAll('.state > span:not(.choices)')].map(({ textContent }) => textContent)
  expect(states()).toEqual(['Sending…', 'Waiting to be sent', 'Waiting to be sent', 'Sending…'])
})
