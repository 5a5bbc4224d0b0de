import { createPinia, setActivePinia } from 'pinia'
import { createApp, type Component } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { user } from '../testing'
import type { AdminUser } from './types'

export const adminUser = (name: string, changes: Partial<AdminUser> = {}): AdminUser => ({
  ...user(name),
  role: 'member',
  state: 'active',
  suspension: null,
  lastSeenAt: null,
  hasPassword: true,
  ...changes,
})

const names = { '/topics/:topicId?/:seq?': 'topic', '/start': 'topics', '/admin/users': 'admin-users', '/admin/users/:id': 'admin-user', '/admin/topics': 'admin-topics', '/admin/topics/:id': 'admin-topic', '/admin/messages': 'admin-messages' }

/** Shows a page of administration to an admin, at its address. */
export async function pageAt(address: string, page: Component, props: Record<string, unknown> = {}): Promise<{ place: HTMLElement; router: Router; unmount: () => void }> {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('root')
  useSession().role = 'admin'
  useTokens(() => Promise.resolve('a token'))
  const blank = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: Object.entries(names).map(([path, name]) => ({ path, name, component: blank })) })
  await router.push(address)
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(page, props)
  app.use(pinia).use(router).mount(place)
  return { place, router, unmount: () => { app.unmount(); document.body.replaceChildren() } }
}

/** Waits until everything that is under way without a network or a timer is done. */
export const flushPromises = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
