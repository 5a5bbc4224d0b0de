import { afterEach, expect, test, vi } from 'vitest'
import { adminUser, pageAt } from '../testingAdmin'
import UserPage from './UserPage.vue'
import UsersPage from './UsersPage.vue'

let leave: (() => void) | undefined
let asked: string[]
afterEach(() => {
  leave?.()
  vi.unstubAllGlobals()
})

/** A server that answers these calls, and refuses all others. */
function serve(answers: Record<string, (body: unknown) => Response>): void {
  asked = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    const call = `${request.method} ${pathname.replace('/api/v1/admin/', '')}`
    asked.push(call)
    const text = await request.text()
    return answers[call]?.(text ? JSON.parse(text) : null) ?? Response.json({ code: 'unknown', detail: `Nobody expects ${call}.` }, { status: 404 })
  })
}

const press = (name: string) => [...document.querySelectorAll('button')].find((button) => button.textContent?.trim() === name)?.click()
const traces = { messages: 2, topicsCreated: 0, memberships: 0, openReports: 0 }

async function type(label: string, text: string): Promise<void> {
  const id = [...document.querySelectorAll('label')].find((one) => one.textContent?.includes(label))?.htmlFor
  const field = document.getElementById(id ?? '')
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field ${label}`)
  field.value = text
  field.dispatchEvent(new Event('input'))
  await vi.waitFor(() => expect(field.value).toBe(text))
}

test('people who are selected lose their sessions one by one, and who was refused stays selected', async () => {
  serve({
    'GET users': () => Response.json({ items: [adminUser('ada'), adminUser('ben')], next: null }),
    'DELETE users/ada/sessions': () => new Response(null, { status: 204 }),
  })
  const { place, unmount } = await pageAt('/admin/users', UsersPage)
  leave = unmount
  await vi.waitFor(() => expect(place.querySelectorAll('tbody tr')).toHaveLength(2))
  place.querySelector<HTMLInputElement>('thead input')?.click()
  await vi.waitFor(() => expect(place.textContent).toContain('2 users selected'))
  press('End sessions')
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
  document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(place.querySelector('[role=alert]')?.textContent).toContain('ben: Nobody expects DELETE users/ben/sessions.'))
  await vi.waitFor(() => expect(place.textContent).toContain('1 user selected'))
  expect(asked.filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE users/ada/sessions', 'DELETE users/ben/sessions'])
})

test('acts on several users leave out one’s own account', async () => {
  serve({
    'GET users': () => Response.json({ items: [adminUser('root'), adminUser('ben')], next: null }),
    'DELETE users/ben/sessions': () => new Response(null, { status: 204 }),
  })
  const { place, router, unmount } = await pageAt('/admin/users', UsersPage)
  leave = unmount
  await vi.waitFor(() => expect(place.querySelectorAll('tbody tr')).toHaveLength(2))
  place.querySelector<HTMLInputElement>('thead input')?.click()
  await vi.waitFor(() => expect(place.textContent).toContain('Your own account is left out.'))
  press('End sessions')
  await vi.waitFor(() => expect(document.querySelector('[role=dialog] .admin-names')?.textContent).toBe('ben'))
  document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await vi.waitFor(() => expect(place.textContent).toContain('1 user selected'))
  expect(asked.filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE users/ben/sessions'])

  await router.replace({ query: { role: 'member' } })
  await vi.waitFor(() => expect(place.textContent).not.toContain('selected'))
})

test('a user is removed only after their name is typed', async () => {
  serve({
    'GET users/ben': () => Response.json({ user: adminUser('ben'), traces }),
    'GET audit': () => Response.json({ items: [], next: null }),
    'DELETE users/ben': () => new Response(null, { status: 204 }),
  })
  const { place, router, unmount } = await pageAt('/admin/users/ben', UserPage, { id: 'ben' })
  leave = unmount
  await vi.waitFor(() => expect(place.textContent).toContain('2 messages'))
  press('Remove')
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')?.textContent).toContain('2 messages stay, under the name Deleted user.'))
  const submit = () => document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  submit()
  await type('Type “ben”', 'ben')
  expect(asked).not.toContain('DELETE users/ben')
  submit()
  await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('admin-users'))
  expect(asked).toContain('DELETE users/ben')
})

test('a suspension is lifted with an explicit null', async () => {
  const suspended = adminUser('ben', { state: 'suspended', suspension: { since: '2026-01-01T00:00:00.000Z', until: null, reason: 'Spam' } })
  let body: unknown
  serve({
    'GET users/ben': () => Response.json({ user: suspended, traces }),
    'GET audit': () => Response.json({ items: [], next: null }),
    'PATCH users/ben': (sent) => {
      body = sent
      return Response.json(adminUser('ben'))
    },
  })
  const { place, unmount } = await pageAt('/admin/users/ben', UserPage, { id: 'ben' })
  leave = unmount
  await vi.waitFor(() => expect(place.textContent).toContain('Reason: Spam'))
  press('Lift suspension')
  await vi.waitFor(() => expect(place.textContent).not.toContain('Reason: Spam'))
  expect(body).toEqual({ suspended: null })
})
