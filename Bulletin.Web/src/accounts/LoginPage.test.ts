import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { unreachable } from '../api/problem'
import LoginPage from './LoginPage.vue'
import { useSession } from './session'

test('somebody who is suspended is told why and until when', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  const detail = 'This account is suspended until 2026-03-01. Reason: spam in every topic.'
  vi.spyOn(useSession(), 'logIn').mockResolvedValue({ ok: false, failure: { ...unreachable, status: 403, code: 'account_suspended', detail } })
  const blank = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: ['login', 'signup'].map((name) => ({ path: `/${name}`, name, component: blank })) })
  await router.push('/login')
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(LoginPage)
  app.use(pinia).use(router).mount(place)
  place.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(place.querySelector('[role=alert]')?.textContent).toBe(detail))
  app.unmount()
  place.remove()
})
