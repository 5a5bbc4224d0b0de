import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { message, user } from '../../testing'
import { outboxOf } from './outbox'
import { useOutgoing } from './outgoing'

const posts: { clientId: string; confirmAll?: boolean }[] = []
Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (_: string, work: () => unknown) => Promise.resolve(work()) } })

beforeEach(() => {
  localStorage.clear()
  posts.length = 0
  setActivePinia(createPinia())
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', async (request: Request) => {
    const body: { clientId: string; confirmAll?: boolean } = await request.json()
    posts.push(body)
    if (body.confirmAll) return Response.json(message(1, { clientId: body.clientId }), { status: 201 })
    return Response.json({ code: 'confirm_all', detail: 'This would notify 34 people.' }, { status: 409 })
  })
  return () => {
    useOutgoing().$dispose()
    vi.unstubAllGlobals()
  }
})

/** A message to everybody, which the server wants to be confirmed. */
async function asked() {
  const outgoing = useOutgoing()
  outgoing.write('tea', 'hello @all', null)
  await vi.waitFor(() => expect(outgoing.asking).not.toBeNull())
  return outgoing
}

test('a message to many people is asked about, in the words of the server', async () => {
  const outgoing = await asked()
  expect(outgoing.asking).toMatchObject({ text: 'hello @all', refusal: 'This would notify 34 people.' })
})

test('a message that is confirmed is sent again, under the same id', async () => {
  const outgoing = await asked()
  outgoing.answer(true)
  await vi.waitFor(() => expect(outgoing.waiting).toEqual([]))
  expect(posts.map(({ confirmAll }) => confirmAll)).toEqual([undefined, true])
  expect(new Set(posts.map(({ clientId }) => clientId)).size).toBe(1)
})

test('a message that is not confirmed is kept as one that was refused', async () => {
  const outgoing = await asked()
  outgoing.answer(false)
  expect(outgoing.asking).toBeNull()
  expect(outgoing.waiting).toMatchObject([{ text: 'hello @all', refusal: 'This would notify 34 people.' }])
})

test('trying again asks again', async () => {
  const outgoing = await asked()
  outgoing.answer(false)
  const [refused] = outgoing.waiting
  if (refused) outgoing.retry(refused)
  expect(outgoing.asking?.clientId).toBe(refused?.clientId)
  expect(posts).toHaveLength(1)
})

test('each of several messages is asked about in turn', async () => {
  const outgoing = await asked()
  const first = outgoing.asking?.clientId
  outgoing.write('coffee', 'you too, @all', null)
  await vi.waitFor(() => expect(outgoing.waiting.filter(({ asks }) => asks)).toHaveLength(2))
  expect(outgoing.asking?.clientId).toBe(first)
  outgoing.answer(false)
  expect(outgoing.asking?.text).toBe('you too, @all')
})

test('a message that another tab wrote is not asked about here', () => {
  outboxOf('ada').put({ clientId: 'c', topicId: 'tea', text: 'hello @all', replyTo: null, createdAt: '', attempts: 1, refusal: 'No.', asks: true })
  globalThis.dispatchEvent(new StorageEvent('storage', { key: 'bulletin.outbox.ada.c' }))
  const outgoing = useOutgoing()
  expect([outgoing.waiting.length, outgoing.asking]).toEqual([1, null])
})
