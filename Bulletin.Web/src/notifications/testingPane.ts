import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import type { Notification } from '../api/types'
import { usePersonal } from '../personal/personal'
import { user } from '../testing'

/** Ada's page with a component on it, a server with notifications, and what it is asked, for tests. */
export async function pageWith(component: Component, path = '/topics') {
  localStorage.clear()
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const server = { items: new Array<Notification>(), next: new Array<Notification>(), calls: new Array<string>(), isDown: false }
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search, searchParams } = new URL(request.url)
    server.calls.push(`${request.method} ${pathname.replace('/api/v1', '')}${search}${request.method === 'PUT' ? ` ${await request.text()}` : ''}`)
    if (server.isDown) return Response.json({ code: 'storage_unavailable', detail: 'Try later.' }, { status: 503 })
    if (pathname.endsWith('/notifications/read')) return Response.json({ unread: 0 })
    const isNext = searchParams.has('cursor')
    const all = isNext ? server.next : server.items
    const items = searchParams.get('unread') === 'true' ? all.filter(({ readAt }) => readAt === null) : all
    return Response.json({ items, next: !isNext && server.next.length ? 'more' : null, unread: 1 })
  })
  const blank = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/topics', name: 'topics', component: blank }, { path: '/topics/:topicId/:seq(\\d+)?', name: 'topic', component: blank }, { path: '/settings', name: 'settings', component: blank }] })
  await router.push(path)
  const place = document.body.appendChild(document.createElement('div'))
  const app: App = createApp(component)
  const personal = usePersonal()
  return { server, router, personal, place, mount: () => app.use(pinia).use(router).mount(place), unmount: () => app.unmount() }
}
