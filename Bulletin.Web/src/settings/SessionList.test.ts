import { expect, test, vi } from 'vitest'
import { useToasts } from '../ui/toasts'
import SessionList from './SessionList.vue'
import { refused, settingsOf } from './testingSettings'

const session = (id: string, current = false) => ({ id, createdAt: '2026-01-01T00:00:00.000Z', lastSeenAt: '2026-01-02T00:00:00.000Z', client: `Browser ${id}`, address: '192.0.2.1', current })

async function listed(ended: () => Response) {
  const page = settingsOf(SessionList, ({ call }) => (call.startsWith('GET') ? Response.json({ items: [session('a'), session('b', true)] }) : ended()))
  const rows = () => [...page.place.querySelectorAll('li')].map(({ textContent }) => textContent ?? '')
  await vi.waitFor(() => expect(rows()).toHaveLength(2))
  return { ...page, rows, press: () => page.place.querySelector<HTMLButtonElement>('li button')?.click() }
}

test('this device is first, and the only one that cannot be ended here', async () => {
  const { rows, place, unmount } = await listed(() => new Response(null, { status: 204 }))
  expect(rows()[0]).toContain('Browser bThis device')
  expect(rows()[1]).toMatch(/Browser a.*Last used.*192\.0\.2\.1/)
  expect([...place.querySelectorAll('li button')].map((button) => button.getAttribute('aria-label'))).toEqual(['Log out Browser a'])
  unmount()
})

test.each([['ends', () => new Response(null, { status: 204 })], ['had ended', () => refused(404, 'session_not_found')]])('a session that %s disappears, and the focus stays in the list', async (_, answer) => {
  const { rows, asked, place, press, unmount } = await listed(answer)
  press()
  await vi.waitFor(() => expect(rows()).toHaveLength(1))
  expect(asked.at(-1)?.call).toBe('DELETE /users/me/sessions/a')
  expect(document.activeElement).toBe(place.querySelector('ul'))
  unmount()
})

test('a session that cannot be ended stays, and it is said why', async () => {
  const { rows, press, unmount } = await listed(() => refused(503, 'storage_unavailable'))
  press()
  await vi.waitFor(() => expect(useToasts().toasts.map(({ text }) => text)).toEqual(['The device was not logged out. No.']))
  expect(rows()).toHaveLength(2)
  unmount()
})
