import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { user } from '../../testing'
import type { Report } from '../types'
import ReportPage from './ReportPage.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const report = (id: string, changes: Partial<Report> = {}): Report => ({
  id, createdAt: '2026-03-01T10:00:00Z', topic: { id: 'tea', name: 'Tea', access: 'public' }, seq: 3, author: user('mallory'), text: `buy ${id}`, reporter: user('ben'),
  reason: 'spam', comment: null, state: 'open', assignee: null, resolution: null, closedAt: null, closedBy: null, ...changes,
})

/** The page of the first of these reports, as somebody with this role sees it. */
async function pageOf(role: 'moderator' | 'admin', reports: Report[], refusal?: () => Response) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const session = useSession()
  session.user = user('ada')
  session.role = role
  useTokens(() => Promise.resolve('a token'))
  const sent: unknown[] = []
  const asked: string[] = []
  let first = reports[0] ?? report('a')
  vi.stubGlobal('fetch', async (request: Request) => {
    const path = new URL(request.url).pathname.replace('/api/v1', '')
    asked.push(`${request.method} ${path}`)
    if (request.method === 'DELETE') return new Response(null, { status: 204 })
    if (path === '/admin/audit') return Response.json({ items: [], next: null })
    if (path === '/admin/reports') return Response.json({ items: reports, next: null })
    if (request.method !== 'PATCH') return Response.json(first)
    const { assignee, ...rest }: { assignee?: string | null; state?: Report['state']; resolution?: string } = await request.json()
    sent.push(assignee === undefined ? rest : { assignee, ...rest })
    if (refusal) return refusal()
    first = { ...first, ...rest, ...(assignee === undefined ? {} : { assignee: assignee === null ? null : user(assignee) }) }
    return Response.json(first)
  })
  const blank = { render: () => null }
  const names = { '/topics/:topicId/:seq': 'topic', '/admin/messages': 'admin-messages', '/admin/reports': 'admin-reports', '/admin/reports/:id': 'admin-report', '/admin/users/:id': 'admin-user' }
  const router = createRouter({ history: createMemoryHistory(), routes: Object.entries(names).map(([path, name]) => ({ path, name, component: blank })) })
  await router.push('/admin/reports/a')
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() => h(ReportPage, { id: 'a' }))
  app.use(pinia).use(router).mount(place)
  apps.push(app)
  await vi.waitFor(() => expect(place.querySelector('blockquote')).not.toBeNull())
  const press = async (words: string, within: ParentNode = document) => {
    for (const button of within.querySelectorAll('button')) if (button.textContent?.trim() === words) button.click()
    await nextTick()
  }
  const links = () => [...place.querySelectorAll('a')].map((link) => link.getAttribute('href'))
  return { place, sent, asked, press, links }
}

test('a report shows the text as it was, the way to the message, and the other open reports about its author', async () => {
  const { place, links } = await pageOf('moderator', [report('a'), report('b'), report('c', { author: user('eve') })])
  expect(place.querySelector('blockquote')?.textContent).toBe('buy a')
  await vi.waitFor(() => expect(links()).toEqual(['/topics/tea/3', '/admin/reports/b']))
})

test('a report is assigned to oneself, unassigned, resolved in words and reopened', async () => {
  const { place, sent, press } = await pageOf('moderator', [report('a')])
  await press('Assign to me')
  await vi.waitFor(() => expect(place.textContent).toContain('Unassign'))
  await press('Unassign')
  await vi.waitFor(() => expect(place.textContent).not.toContain('Unassign'))
  const words = place.querySelector('textarea')
  if (!words) throw new Error('no field')
  words.value = ' Deleted it. '
  words.dispatchEvent(new Event('input'))
  words.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, cancelable: true }))
  await vi.waitFor(() => expect(place.textContent).toContain('Resolved. Deleted it.'))
  await press('Reopen')
  await vi.waitFor(() => expect(place.querySelector('textarea')).not.toBeNull())
  expect(sent).toEqual([{ assignee: 'ada' }, { assignee: null }, { state: 'resolved', resolution: 'Deleted it.' }, { state: 'open' }])
})

test('what somebody else changed meanwhile is shown with the refusal', async () => {
  const { place, asked, press } = await pageOf('moderator', [report('a')], () => Response.json({ code: 'conflict', detail: 'Meanwhile.' }, { status: 409 }))
  await press('Dismiss')
  await vi.waitFor(() => expect(place.querySelector('[role=alert]')?.textContent).toBe('Meanwhile.'))
  await vi.waitFor(() => expect(asked.filter((call) => call === 'GET /admin/reports/a')).toHaveLength(2))
})

test.each([['moderator', 'DELETE /topics/tea/messages/3', false], ['admin', 'DELETE /admin/messages/tea/3', true]] as const)('a %s deletes the message by a call of their own, and only admins can suspend the author', async (role, call, mayCall) => {
  const { place, asked, press } = await pageOf(role, [report('a')])
  expect(place.textContent?.includes('Suspend the author')).toBe(mayCall)
  await press('Delete the message')
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
  document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(place.textContent).toContain('The message has been deleted.'))
  expect(asked).toContain(call)
})
