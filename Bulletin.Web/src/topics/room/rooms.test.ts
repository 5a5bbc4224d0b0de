import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { message, topic } from '../../testing'
import { useRooms } from './rooms'

afterEach(() => vi.unstubAllGlobals())

/** An open topic with one message, which is changed elsewhere a moment later. */
async function openRoom(meanwhile: ReturnType<typeof message>) {
  setActivePinia(createPinia())
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname.endsWith('/tea')) return Response.json(topic('tea', { lastSeq: 1 }))
    if (pathname.endsWith('/messages')) return Response.json({ items: [message(1)], next: null })
    if (request.method === 'GET') return Response.json(meanwhile)
    sent.push(await request.json())
    const code = meanwhile.deletedAt ? 'message_deleted' : 'message_changed'
    return Response.json({ status: 409, code }, { status: 409 })
  })
  const rooms = useRooms()
  useTokens(() => Promise.resolve('a token'))
  const room = rooms.open('tea')
  await vi.waitFor(() => expect(room.status.value).toBe('ready'))
  return { rooms, room, sent }
}

test('an edit names the revision it changes; refused for a newer one, that is shown at once', async () => {
  const { rooms, room, sent } = await openRoom(message(1, { revision: 9, text: 'from elsewhere' }))
  expect(await rooms.edit(message(1), 'mine')).toMatchObject({ ok: false, failure: { code: 'message_changed' } })
  expect(sent).toEqual([{ text: 'mine', revision: 1 }])
  expect(room.messages.value.map(({ text }) => text)).toEqual(['from elsewhere'])
})

test('an edit of a message that was deleted meanwhile shows that it is deleted', async () => {
  const { rooms, room } = await openRoom(message(1, { revision: 9, text: null, deletedAt: message(1).createdAt }))
  await rooms.edit(message(1), 'mine')
  expect(room.messages.value.map(({ text }) => text)).toEqual([null])
})
