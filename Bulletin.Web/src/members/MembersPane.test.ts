import { createPinia, setActivePinia } from 'pinia'
import { createApp, defineComponent, h, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import type { Member } from '../api/types'
import { topic, user } from '../testing'
import MembersPane from './MembersPane.vue'
import { useMembers } from './useMembers'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const member = (name: string, role: Member['role'] = 'member'): Member => ({ user: user(name), role, since: '2026-02-03T10:00:00.000Z' })

/** The open pane of a topic with these members, as Ada sees it. */
async function paneOf(...members: Member[]) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const asked: string[] = []
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { url, method } = request
    const path = new URL(url).pathname.replace('/api/v1/topics/tea/', '')
    asked.push(`${method} ${path}`)
    if (method === 'DELETE') return path === 'members/ada' ? Response.json({ code: 'last_owner', detail: 'No.' }, { status: 409 }) : new Response(null, { status: 204 })
    if (path === 'invitations' && method === 'POST') {
      sent.push(await request.json())
      const made = { id: 'i', token: 'secret', url: '/invite#secret', expiresAt: null, maxUses: null, uses: 0, createdAt: '2026-02-03T10:00:00.000Z', createdBy: user('ada') }
      return Response.json(made, { status: 201 })
    }
    return Response.json({ items: path === 'members' ? members : [], next: null })
  })
  const tea = topic('tea', { access: 'private', memberCount: members.length })
  const Page = defineComponent(() => {
    const held = useMembers(() => tea)
    return () => h(MembersPane, { open: true, topic: tea, members: held })
  })
  const app = createApp(Page)
  app.use(pinia).use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:topicId?', name: 'topics', component: { render: () => null } }] }))
  app.mount(document.body.appendChild(document.createElement('div')))
  apps.push(app)
  const rows = () => [...document.querySelectorAll('.member .about')].map(({ textContent }) => textContent?.replace(/ since .*/, ''))
  await vi.waitFor(() => expect(rows()).toHaveLength(members.length))
  const press = async (words: string, within = document.body) => {
    for (const button of within.querySelectorAll('button')) if (button.textContent?.trim() === words) button.click()
    await nextTick()
  }
  const dialog = (title: string) => [...document.querySelectorAll<HTMLElement>('[role=dialog]')].find(({ textContent }) => textContent?.includes(title)) ?? document.body
  return { asked, sent, rows, press, dialog }
}

test('every member sees who is in the topic, and only owners can add people and make links', async () => {
  const { rows } = await paneOf(member('ben', 'owner'), member('ada'))
  expect(rows()).toEqual([expect.stringMatching(/^ben.*Owner/), expect.stringMatching(/^ada.*\(you\).*Member/)])
  expect(document.querySelector('.add, .invitations')).toBeNull()
})

test('owners can add people and make links', async () => {
  await paneOf(member('ada', 'owner'))
  expect(document.querySelectorAll('.add, .invitations')).toHaveLength(2)
})

test('the last owner is told in words why they cannot leave', async () => {
  const { press, dialog } = await paneOf(member('ada', 'owner'), member('ben'))
  await press('Leave topic')
  await press('Leave', dialog('Leave this topic?'))
  await vi.waitFor(() => expect(dialog('Leave this topic?').textContent).toContain('Make somebody else an owner first'))
})

test('a link is shown whole, once it is made', async () => {
  const { press, asked } = await paneOf(member('ada', 'owner'))
  const form = document.querySelector<HTMLFormElement>('.new')
  form?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(document.querySelector<HTMLInputElement>('[aria-label="Invitation link"]')?.value).toBe('http://localhost/invite#secret'))
  await press('Revoke')
  await vi.waitFor(() => expect(asked).toContain('DELETE invitations/i'))
  await vi.waitFor(() => expect(document.querySelector('[aria-label="Invitation link"]')).toBeNull())
})

test('the server is told how long a link lasts, which is a year at most', async () => {
  const { sent } = await paneOf(member('ada', 'owner'))
  const [lifetime] = document.querySelectorAll<HTMLSelectElement>('.new select')
  if (!lifetime) throw new Error('no choice')
  for (const { value } of lifetime.options) {
    lifetime.value = value
    lifetime.dispatchEvent(new Event('change'))
    document.querySelector('.new')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await nextTick()
    await vi.waitFor(() => expect(document.querySelector('.new [aria-busy]')).toBeNull())
  }
  const hour = 60 * 60
  expect(sent).toEqual([1, 24, 7 * 24, 30 * 24, 365 * 24].map((hours) => ({ expiresIn: hours * hour })))
})

test('when somebody is removed, the focus does not go with their row', async () => {
  const { press, dialog, rows } = await paneOf(member('ada', 'owner'), member('ben'))
  const menu = document.querySelector<HTMLButtonElement>('[aria-label="Actions for ben"]')
  menu?.focus()
  menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await vi.waitFor(() => expect(document.querySelector('.menu-item.danger')).not.toBeNull())
  document.querySelector<HTMLElement>('.menu-item.danger')?.click()
  await vi.waitFor(() => expect(dialog('Remove this person?')).not.toBe(document.body))
  await press('Remove', dialog('Remove this person?'))
  await vi.waitFor(() => expect(rows()).toHaveLength(1))
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Members'))
})
