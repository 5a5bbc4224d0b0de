import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import type { Reaction } from '../../api/types'
import { callAmong } from '../../people/names'
import { message, user } from '../../testing'
import { knownPeople } from '../text/mentions'
import ReactionBar from './ReactionBar.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

function barOf(reactions: Reaction[], locked = false) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const fetched = vi.fn(() => new Promise<Response>(() => {}))
  vi.stubGlobal('fetch', fetched)
  const place = document.body.appendChild(document.createElement('div'))
  const [pick, who] = [vi.fn(), vi.fn()]
  const people = [user('ada'), user('ben')]
  const known = ref({ byId: new Map(people.map((person) => [person.id, person])), call: callAmong(people) })
  const app = createApp(() => h(ReactionBar, { message: message(3, { reactions }), reachable: true, locked, onPick: pick, onWho: who }))
  app.provide(knownPeople, known).use(pinia).mount(place)
  apps.push(app)
  const buttons = () => [...place.querySelectorAll('button')]
  return { buttons, pick, who, fetched, chip: () => buttons()[0], labels: () => buttons().map((button) => button.getAttribute('aria-label')) }
}

const thumbs = (...users: string[]) => [{ emoji: '👍', count: users.length, users }]

test('a message without reactions has no bar', () => {
  expect(barOf([]).buttons()).toEqual([])
})

test('a chip tells its emoji and count, and whether one’s own is among them', () => {
  expect(barOf(thumbs('ben')).labels()).toEqual(['👍 1', 'Add a reaction', 'Who reacted'])
  const mine = barOf(thumbs('ben', 'ada'))
  expect(mine.labels()[0]).toBe('👍 2, including you')
  expect(mine.chip()?.getAttribute('aria-pressed')).toBe('true')
})

test('a click changes the chip at once', async () => {
  const { chip } = barOf(thumbs('ben'))
  chip()?.click()
  await nextTick()
  expect(chip()?.getAttribute('aria-label')).toBe('👍 2, including you')
})

test('the tooltip names whoever is known, and counts the others', () => {
  expect(barOf(thumbs('ben', 'somebody', 'ada')).chip()?.title).toBe('ben, ada and 1 more')
})

test('in a locked topic the chips only show', () => {
  const { chip, labels, fetched } = barOf(thumbs('ben'), true)
  chip()?.click()
  expect(fetched).not.toHaveBeenCalled()
  expect(labels()).toEqual(['👍 1', 'Who reacted'])
})

test('more emoji, and who reacted, are a button away', () => {
  const { buttons, pick, who } = barOf(thumbs('ben'))
  for (const button of buttons().slice(1)) button.click()
  expect([pick.mock.calls.length, who.mock.calls.length]).toEqual([1, 1])
})
