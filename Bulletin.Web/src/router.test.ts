import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from './accounts/session'
import type { RefreshOutcome } from './accounts/sessionVault'
import { createAppRouter } from './router'
import { user } from './testing'
import { useToasts } from './ui/toasts'

/** What comes of renewing the session. */
let renewal: RefreshOutcome
vi.mock('./accounts/sessionWorker', () => ({ refreshSafely: () => Promise.resolve(renewal) }))

beforeEach(() => {
  setActivePinia(createPinia())
  sessionStorage.clear()
  renewal = { kind: 'unreachable' }
})

/** Where navigation to an address ends. */
async function reached(address: string): Promise<string[]> {
  const router = createAppRouter()
  const pages: string[] = []
  // Runs after all other guards and before the pages are loaded.
  router.beforeEach(({ fullPath }) => {
    pages.push(fullPath)
    return false
  })
  await router.push(address)
  return pages
}

test('whoever is not logged in is asked to, and what they wanted is kept', async () => {
  expect(await reached('/topics/tea/12?from=mail')).toEqual(['/login?next=/topics/tea/12?from=mail'])
  expect(await reached('/topics')).toEqual(['/login'])
  expect(await reached('/nowhere')).toEqual(['/login'])
  expect(await reached('/signup?next=/topics/tea')).toEqual(['/signup?next=/topics/tea'])
})

test('whoever is logged in is taken from the log-in page to what they wanted', async () => {
  useSession().user = user('ada')
  expect(await reached('/login')).toEqual(['/topics'])
  expect(await reached('/signup')).toEqual(['/topics'])
  expect(await reached('/login?next=/topics/tea/12?from=mail')).toEqual(['/topics/tea/12?from=mail'])
  expect(await reached('/login?next=//elsewhere.example')).toEqual(['/topics'])
})

test('the id of a topic may be written in capitals', async () => {
  useSession().user = user('ada')
  expect(await reached('/topics/0198C0DE-0000-7000-8000-00000000ABCD/12?from=mail')).toEqual(['/topics/0198c0de-0000-7000-8000-00000000abcd/12?from=mail'])
})

test('an invitation is open to everybody, and its token goes through the log-in behind the #', async () => {
  expect(await reached('/invite#token')).toEqual(['/invite#token'])
  expect(await reached('/signup?next=/invite#token')).toEqual(['/signup?next=/invite#token'])
  useSession().user = user('ada')
  expect(await reached('/invite#token')).toEqual(['/invite#token'])
  expect(await reached('/login?next=/invite#token')).toEqual(['/invite#token'])
})

test('the pages of administration are for admins, and moderators have the reports', async () => {
  const session = useSession()
  session.user = user('ada')
  expect(await reached('/admin/reports')).toEqual(['/topics'])
  session.role = 'moderator'
  expect(await reached('/admin')).toEqual(['/admin/reports'])
  expect(await reached('/admin/reports/1')).toEqual(['/admin/reports/1'])
  for (const page of ['users', 'users/1', 'topics', 'messages', 'audit', 'settings', 'cluster']) expect(await reached(`/admin/${page}`)).toEqual(['/topics'])
  session.role = 'admin'
  expect(await reached('/admin')).toEqual(['/admin/users'])
  for (const page of ['users/1', 'reports', 'audit', 'settings', 'cluster']) expect(await reached(`/admin/${page}`)).toEqual([`/admin/${page}`])
})

test('before a page is refused, a stored session is renewed: its user may have been promoted', async () => {
  const ada = user('ada')
  useSession().user = ada
  renewal = { kind: 'refreshed', accessToken: 'a token', expiresIn: 600, user: ada, moderator: true, role: 'admin' }
  expect(await reached('/admin/users')).toEqual(['/admin/users'])
  setActivePinia(createPinia())
  useSession().user = ada
  renewal = { kind: 'ended' }
  expect(await reached('/admin/users')).toEqual(['/login?next=/admin/users'])
})

test('a page whose file is gone after a deployment is loaded anew, once', async () => {
  const assigned = vi.spyOn(globalThis.location, 'assign').mockImplementation(() => undefined)
  const router = createAppRouter()
  router.addRoute({ path: '/gone', component: () => Promise.reject(new TypeError('Failed to fetch dynamically imported module: /assets/Gone.js')), meta: { open: true } })
  await router.push('/login')
  await router.push('/gone').catch(() => undefined)
  expect([assigned.mock.calls, useToasts().toasts]).toEqual([[['/gone']], []])
  await router.push('/gone').catch(() => undefined)
  expect(assigned).toHaveBeenCalledTimes(1)
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['This page could not be loaded. Reload the page.'])
})
