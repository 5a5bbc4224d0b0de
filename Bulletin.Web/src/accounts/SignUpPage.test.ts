import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from './session'
import SignUpPage from './SignUpPage.vue'
import { useSite } from './site'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const token = 'x'.repeat(43)

/** The page of a site with this registration, and what it passes on to sign up. */
async function pageOf(registration: 'open' | 'invite' | 'closed', address: string) {
  const pinia = createPinia()
  setActivePinia(pinia)
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ name: 'Tea house', registration })))
  const signUp = vi.spyOn(useSession(), 'signUp').mockImplementation(() => new Promise(() => undefined))
  const blank = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: ['login', 'signup'].map((name) => ({ path: `/${name}`, name, component: blank })) })
  await router.push(address)
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(SignUpPage)
  app.use(pinia).use(router).mount(place)
  apps.push(app)
  await vi.waitFor(() => expect(useSite().registration).toBe(registration))
  await vi.waitFor(() => expect(place.textContent).toContain('Tea house'))
  return { place, signUp, submit: () => place.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true })) }
}

test.each([['open', '/signup'], ['invite', `/signup?next=/invite#${token}`]] as const)('where signing up is %s, one can sign up by %s', async (registration, address) => {
  const { place } = await pageOf(registration, address)
  expect(place.querySelector('form')).not.toBeNull()
})

test.each([['invite', '/signup'], ['invite', '/signup?next=/invite#no-token'], ['closed', '/signup'], ['closed', `/signup?next=/invite#${token}`]] as const)('where signing up is %s, nobody is offered to by %s', async (registration, address) => {
  const { place } = await pageOf(registration, address)
  expect(place.querySelector('form')).toBeNull()
  expect(place.querySelector('.obstacle')?.textContent).toMatch(registration === 'closed' ? /Nobody can sign up/ : /only with an invitation/)
})

test('whoever comes from an invitation signs up with it', async () => {
  const { signUp, submit } = await pageOf('invite', `/signup?next=/invite#${token}`)
  submit()
  expect(signUp).toHaveBeenCalledWith('', '', token)
})
