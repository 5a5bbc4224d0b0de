import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { topic, user } from '../testing'
import InvitePage from './InvitePage.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const token = 'x'.repeat(43)
const link = `#${token}`

/** The page as the server answers it; it refuses what one does about the invitation with a code. */
async function pageOf(hash: string, me: string | null, status = 200, refusal = '') {
  const pinia = createPinia()
  setActivePinia(pinia)
  if (me !== null) useSession().user = user(me)
  useTokens(() => Promise.resolve(me))
  const asked: string[] = []
  vi.stubGlobal('fetch', ({ url, method }: Request) => {
    asked.push(`${method} ${new URL(url).pathname}`)
    if (status !== 200) return Promise.resolve(Response.json({ status, code: 'invitation_not_found', detail: 'No.' }, { status }))
    if (refusal && method === 'POST') return Promise.resolve(Response.json({ code: refusal, detail: 'No.' }, { status: 409 }))
    const invited = { topic: { name: 'Tea club', description: 'Hot in a cup', memberCount: 3 }, invitedBy: { ...user('ben'), displayName: 'Ben Okri' }, expiresAt: null }
    return Promise.resolve(Response.json(method === 'POST' ? topic('tea', { access: 'private' }) : invited))
  })
  const blank = { render: () => null }
  const names = { '/topics': 'topics', '/topics/:topicId': 'topic', '/login': 'login', '/signup': 'signup', '/invite': 'invite' }
  const router = createRouter({ history: createMemoryHistory(), routes: Object.entries(names).map(([path, name]) => ({ path, name, component: blank })) })
  await router.push(`/invite${hash}`)
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(InvitePage)
  app.use(pinia).use(router).mount(place)
  apps.push(app)
  await vi.waitFor(() => expect(place.textContent).not.toContain('Loading'))
  return { place, asked, router, links: () => [...place.querySelectorAll('a')].map((link) => link.getAttribute('href')) }
}

test('somebody who is logged in sees what they are invited to', async () => {
  const { place } = await pageOf(link, 'ada')
  for (const words of ['Tea club', 'Hot in a cup', '3 members', 'Ben Okri @ben']) expect(place.textContent).toContain(words)
})

test('somebody who is not logged in learns nothing but where to sign up or log in, and comes back to the invitation', async () => {
  const { place, asked, links } = await pageOf(link, null)
  expect(place.textContent).toContain('Somebody has invited you to a private topic.')
  expect(asked).toEqual([])
  expect(links()).toEqual([`/signup?next=/invite${link}`, `/login?next=/invite${link}`])
})

test('somebody who is logged in joins and is in the topic', async () => {
  const { place, asked, router } = await pageOf(link, 'ada')
  place.querySelector<HTMLButtonElement>('button.join')?.click()
  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/topics/tea'))
  expect(asked).toEqual([`GET /api/v1/invitations/${token}`, `POST /api/v1/invitations/${token}`])
})

test.each([[link, 404], [link, 400], ['', 200], ['#.', 200], ['#secret', 200], [`${link}x`, 200]])('whatever is wrong with an invitation (%s, %i) is said in the same words', async (hash, status) => {
  const { place } = await pageOf(hash, 'ada', status)
  expect(place.textContent).toContain('This invitation is not valid any more.')
  expect(place.querySelector('button')).toBeNull()
})

test('a full topic is called full, and the invitation stays', async () => {
  const { place } = await pageOf(link, 'ada', 200, 'too_many_members')
  place.querySelector<HTMLButtonElement>('button.join')?.click()
  await vi.waitFor(() => expect(place.querySelector('[role=alert]')?.textContent).toBe('This topic has as many members as it may.'))
  expect(place.querySelector('button.join')).not.toBeNull()
})

test('the way to sign up or log in leaves no invitation behind to go back to', async () => {
  for (const name of ['signup', 'login']) {
    const { place, router } = await pageOf(link, null)
    const replaced = vi.spyOn(router, 'replace')
    place.querySelector<HTMLAnchorElement>(`a[href^="/${name}"]`)?.click()
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe(name))
    expect(replaced).toHaveBeenCalledOnce()
  }
})

test('an invitation that cannot be loaded right now can be tried again', async () => {
  const { place } = await pageOf(link, 'ada', 503)
  expect(place.querySelector('button')?.textContent).toBe('Try again')
})
