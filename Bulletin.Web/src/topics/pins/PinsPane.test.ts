import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, ref } from 'vue'
import { createMemoryHistory, createRouter } from 'vue-router'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { message, topic, user } from '../../testing'
import PinsPane from './PinsPane.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const blank = { render: () => null }

/** An open pane of a topic with two pins, and what it asks for. */
async function paneOf(answer: () => Response, path = '/topics/tea') {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const asked: string[] = []
  vi.stubGlobal('fetch', ({ method, url }: Request) => {
    asked.push(`${method} ${new URL(url).pathname}`)
    return Promise.resolve(method === 'GET' ? answer() : Response.json(topic('tea', { revision: 9, pins: [3] })))
  })
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/topics/:topicId/:seq(\\d+)?', name: 'topic', component: blank }] })
  await router.push(path)
  const visited: string[] = []
  router.afterEach(({ fullPath }) => void visited.push(fullPath))
  const open = ref(true)
  const app = createApp(() => h(PinsPane, { topic: topic('tea', { revision: 8, pins: [3, 7] }), mayPin: true, open: open.value, 'onUpdate:open': (value: boolean) => (open.value = value) }))
  app.use(pinia).use(router).mount(document.body.appendChild(document.createElement('div')))
  apps.push(app)
  const dialog = () => document.querySelector<HTMLElement>('[role=dialog]')
  const texts = () => [...(dialog()?.querySelectorAll('.words') ?? [])].map(({ textContent }) => textContent)
  const click = (label: string) => [...(dialog()?.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent?.trim() === label)?.click()
  await vi.waitFor(() => expect(dialog()?.querySelector('li, .note:not([role])')).toBeTruthy())
  return { asked, visited, open, dialog, texts, click }
}

const two = () => Response.json({ items: [message(7, { author: user('ben') }), message(3)] })

/** What the server answers before and after one is unpinned. */
function twoThenOne() {
  const lists = [[message(7), message(3)], [message(3)]]
  return () => Response.json({ items: lists.length > 1 ? lists.shift() : lists[0] })
}

test('the pinned messages are listed as the server orders them', async () => {
  const { asked, texts } = await paneOf(two)
  expect(texts()).toEqual(['line 7', 'line 3'])
  expect(asked).toEqual(['GET /api/v1/topics/tea/pins'])
})

test('a pinned message is a click away', async () => {
  const { open, visited, click } = await paneOf(two)
  click('Go to message')
  await vi.waitFor(() => expect(visited).toEqual(['/topics/tea/7']))
  expect(open.value).toBe(false)
})

test('a message that the address already names is gone to again', async () => {
  const { visited, click } = await paneOf(two, '/topics/tea/7')
  click('Go to message')
  await vi.waitFor(() => expect(visited).toEqual(['/topics/tea', '/topics/tea/7']))
})

test('a message that is unpinned leaves the list', async () => {
  const { asked, texts, click } = await paneOf(twoThenOne())
  click('Unpin')
  await vi.waitFor(() => expect(texts()).toEqual(['line 3']))
  expect(asked[1]).toBe('DELETE /api/v1/topics/tea/pins/7')
})

test('pins that cannot be loaded say why', async () => {
  const { dialog } = await paneOf(() => Response.json({ code: 'topic_not_found', detail: 'There is no such topic.' }, { status: 404 }))
  expect(dialog()?.textContent).toContain('There is no such topic.')
})
