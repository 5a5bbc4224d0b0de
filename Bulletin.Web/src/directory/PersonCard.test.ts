import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick, shallowRef } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import type { User } from '../api/types'
import { direct, user } from '../testing'
import { useDirectory } from './directory'
import PersonCard from './PersonCard.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** Ben's card, next to an element of a page that Ada has logged in to. */
async function cardBeside(anchor: HTMLElement) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/:topicId?', name: 'topic', component: { render: () => null } }] })
  await router.push('/tea')
  const card = shallowRef<{ person: User; anchor: HTMLElement } | null>({ person: user('ben'), anchor: document.body.appendChild(anchor) })
  const app = createApp(() => h(PersonCard, { modelValue: card.value, 'onUpdate:modelValue': (now) => void (card.value = now) }))
  apps.push(app)
  app.use(pinia).use(router).mount(document.body.appendChild(document.createElement('div')))
  await vi.waitFor(() => expect(document.querySelector('.begin')).not.toBeNull())
  return { card, router }
}

/** Ben's card, on which Ada has pressed "Message". */
async function pressed() {
  let respond: ((response: Response) => void) | undefined
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (respond = resolve)))
  const { card, router } = await cardBeside(document.createElement('button'))
  document.querySelector<HTMLButtonElement>('.begin')?.click()
  await vi.waitFor(() => expect(respond).toBeDefined())

  /** Returns where Ada is once the server has answered. */
  async function answered(): Promise<string> {
    respond?.(Response.json(direct('talk', user('ada'), user('ben'))))
    await vi.waitFor(() => expect(useDirectory().byId.has('talk')).toBe(true))
    await new Promise((resolve) => setTimeout(resolve))
    return router.currentRoute.value.fullPath
  }
  return { card, router, answered }
}

test('the card leads to the conversation', async () => {
  const { card, answered } = await pressed()
  expect(await answered()).toBe('/talk')
  expect(card.value).toBeNull()
})

test('whoever closes the card before the answer stays where they are', async () => {
  const { card, answered } = await pressed()
  card.value = null
  await nextTick()
  expect(await answered()).toBe('/tea')
})

test('whoever goes elsewhere before the answer is not called away', async () => {
  const { router, answered } = await pressed()
  await router.push('/coffee')
  expect(await answered()).toBe('/coffee')
})

test('Escape closes the card, and returns the focus to where the person is mentioned', async () => {
  const mention = document.createElement('bdi')
  mention.tabIndex = -1
  const { card } = await cardBeside(mention)
  await vi.waitFor(() => expect(document.querySelector('.person-card')?.contains(document.activeElement)).toBe(true))
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect([card.value, document.activeElement]).toEqual([null, mention]))
})
