import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useTokens } from '../api/client'
import type { User } from '../api/types'
import { user } from '../testing'
import ResetPage from './ResetPage.vue'
import { useSession } from './session'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** The page as opened by a link, for somebody who is not logged in, or while somebody is. */
async function pageOf(hash: string, answer: () => Response | Promise<Response>, loggedIn: User | null = null) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = loggedIn
  useTokens(() => Promise.resolve(null))
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.url.endsWith('/site')) return Response.json({ name: 'Tea house', registration: 'open' })
    sent.push(await request.json())
    return answer()
  })
  const blank = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: ['login', 'reset'].map((name) => ({ path: `/${name}`, name, component: blank })) })
  await router.push(`/reset${hash}`)
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(ResetPage)
  app.use(pinia).use(router).mount(place)
  apps.push(app)
  const field = () => place.querySelector<HTMLInputElement>('input[name=password]')
  async function submit(password: string): Promise<void> {
    const input = field()
    if (!input) throw new Error('no field')
    input.value = password
    input.dispatchEvent(new Event('input'))
    place.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await vi.waitFor(() => expect(place.querySelector('[aria-busy]')).toBeNull())
  }
  return { place, sent, router, field, submit }
}

const refusal = (code: string, more: object = {}) => () => Response.json({ code, detail: 'No.', ...more }, { status: code === 'reset_not_found' ? 404 : 400 })

test('the token goes from the address to the server, which sets the password', async () => {
  const { place, sent, router, submit } = await pageOf('#secret', () => Response.json(user('ada')))
  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/reset'))
  await submit('a new password')
  await vi.waitFor(() => expect(place.textContent).toContain('The new password of @ada is set.'))
  expect(sent).toEqual([{ token: 'secret', newPassword: 'a new password' }])
  expect(place.querySelector('a')?.getAttribute('href')).toBe('/login')
})

test('a link that cannot be used says so, and so does an address without one', async () => {
  const { place, submit } = await pageOf('#used', refusal('reset_not_found'))
  await submit('a new password')
  await vi.waitFor(() => expect(place.textContent).toContain('This link can’t be used: it has expired or was used already.'))
  expect(place.querySelector('form')).toBeNull()
  expect(place.textContent).not.toContain('If you have just set a password')
  expect(place.querySelector('a')?.getAttribute('href')).toBe('/login')
  expect((await pageOf('', refusal('reset_not_found'))).place.textContent).toContain('This link can’t be used:')
})

test('if an answer was lost, the password may have been set', async () => {
  const answers: (() => Response | Promise<Response>)[] = [() => Promise.reject(new TypeError('lost')), refusal('reset_not_found')]
  const { place, submit } = await pageOf('#secret', () => answers.shift()?.() ?? Response.error())
  await submit('a new password')
  await vi.waitFor(() => expect(place.querySelector('[role=alert]')?.textContent).toBe('The server cannot be reached right now.'))
  await submit('a new password')
  await vi.waitFor(() => expect(place.textContent).toContain('If you have just set a password, try to log in with it.'))
})

test('somebody else who is logged in here is logged out first', async () => {
  const { place, router, submit } = await pageOf('#secret', () => Response.json(user('ada')), user('ben'))
  const logOut = vi.spyOn(useSession(), 'logOut').mockResolvedValue()
  await submit('a new password')
  const button = await vi.waitFor(() => {
    const found = place.querySelector('button')
    expect(found?.textContent).toBe('Log out and log in')
    return found
  })
  expect(place.querySelector('a')).toBeNull()
  button?.click()
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('login'))
  expect(logOut).toHaveBeenCalledTimes(1)
})

test('a password that is refused can be changed and sent again', async () => {
  const { place, sent, submit } = await pageOf('#secret', refusal('validation_failed', { errors: { newPassword: ['Too common.'] } }))
  await submit('password')
  await vi.waitFor(() => expect(place.textContent).toContain('Too common.'))
  await submit('another password')
  await vi.waitFor(() => expect(sent).toHaveLength(2))
})

test('the password can be shown', async () => {
  const { place, field } = await pageOf('#secret', () => Response.json(user('ada')))
  expect(field()?.type).toBe('password')
  place.querySelector<HTMLInputElement>('[role=switch]')?.click()
  await nextTick()
  expect(field()?.type).toBe('text')
})
