import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import type { Page, SearchHit, Topic, User } from '../api/types'
import { useDirectory } from '../directory/directory'
import { message, topic, user } from '../testing'

/** A message that was found by one of its words. */
export const hit = (seq: number, text: string, word: string, topicId = 'tea'): SearchHit =>
  ({ message: message(seq, { text, topicId, author: user('ben') }), topic: { id: topicId, name: topicId }, highlights: [[text.indexOf(word), word.length]] })

const refused = (status: number, errors?: Record<string, string[]>) => Response.json({ code: 'no', detail: 'Try later.', errors }, { status, headers: { 'Content-Type': 'application/problem+json' } })

interface TestServer {
  listed: Topic[]
  /** Topics that are not in the list. */
  farther: Topic[]
  people: User[]
  /** The pages of messages, by cursor. */
  pages: Map<string, Page<SearchHit>>
  /** The searches for messages so far. */
  searches: URLSearchParams[]
  /** What they are refused with. */
  refusal?: { status: number; errors?: Record<string, string[]> }
}

/** Ada's page with a component on it, a loaded list of topics, and a server that is asked for topics, people and messages. */
export async function searchPage(component: Component, path = '/topics') {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const server: TestServer = { listed: [topic('tea', { name: 'Tea club' }), topic('front', { name: 'Frontend' })], farther: [], people: [], pages: new Map(), searches: [] }
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const { pathname, searchParams } = new URL(url)
    if (pathname.endsWith('/users')) return Promise.resolve(Response.json({ items: server.people, next: null }))
    if (pathname.endsWith('/topics')) return Promise.resolve(Response.json(searchParams.has('query') ? { items: server.farther, next: null } : { items: server.listed, next: 'farther' }))
    if (!pathname.endsWith('/search')) return Promise.resolve(refused(404))
    server.searches.push(searchParams)
    if (server.refusal) return Promise.resolve(refused(server.refusal.status, server.refusal.errors))
    return Promise.resolve(Response.json(server.pages.get(searchParams.get('cursor') ?? '') ?? { items: [], next: null }))
  })
  await useDirectory().load()
  const blank = { render: () => null }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/topics', name: 'topics', component: blank },
      { path: '/topics/:topicId/:seq(\\d+)?', name: 'topic', component: blank },
      { path: '/settings', name: 'settings', component: blank },
      { path: '/search', name: 'search', component: blank },
    ],
  })
  await router.push(path)
  const place = document.body.appendChild(document.createElement('div'))
  const app: App = createApp(component)
  app.use(pinia).use(router)
  return { server, router, place, mount: () => app.mount(place), unmount: () => app.unmount() }
}
