import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { message, user } from '../testing'
import { outboxOf } from './outbox'

/** The server at the edge: answers posts as the test says, and remembers what it was sent. */
const posts: { clientId: string; text: string }[] = []
let answer: (body: { clientId: string; text: string }) => Response | Promise<Response>

const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers } })
const created = ({ clientId, text }: { clientId: string; text: string }) => json(201, message(posts.length, { clientId, text, author: user('ada') }))

// One tab alone needs no lock between tabs.
Object.defineProperty(navigator, 'locks', { value: { request: (_: string, work: () => Promise<unknown>) => work() } })

beforeEach(() => {
  vi.useFakeTimers()
  vi.resetModules()
  localStorage.clear()
  posts.length = 0
  answer = created
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', async (request: Request) => {
    const body: { clientId: string; text: string } = await request.json()
    posts.push(body)
    return answer(body)
  })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

async function logIn() {
  const { useSession } = await import('../accounts/session')
  const session = useSession()
  session.user = user('ada')
  const { useTokens } = await import('../api/client')
  useTokens(() => Promise.resolve('a token'))
  const { useOutgoing } = await import('./outgoing')
  return useOutgoing()
}

const sent = () => posts.map(({ text }) => text)

test('messages go out in the order they were written, each once', async () => {
  const outgoing = await logIn()
  for (const text of ['one', 'two', 'three']) outgoing.write('tea', text, null)
  expect(outgoing.waiting.map(({ text }) => text)).toEqual(['one', 'two', 'three'])
  await vi.waitFor(() => expect(outgoing.waiting).toEqual([]))
  expect(sent()).toEqual(['one', 'two', 'three'])
  expect(outboxOf('ada').all()).toEqual([])
})

test('while the server is away nothing overtakes, and each try is under the same client id', async () => {
  const outgoing = await logIn()
  answer = () => Promise.reject(new TypeError('no line'))
  outgoing.write('tea', 'one', null)
  outgoing.write('tea', 'two', null)
  await vi.waitFor(() => expect(outgoing.waiting[0]?.attempts).toBe(1))
  expect(new Set(sent())).toEqual(new Set(['one']))
  answer = created
  await vi.advanceTimersByTimeAsync(20_000)
  await vi.waitFor(() => expect(outgoing.waiting).toEqual([]))
  expect(sent().at(-1)).toBe('two')
  expect(new Set(posts.filter(({ text }) => text === 'one').map(({ clientId }) => clientId)).size).toBe(1)
})

test('the outbox of a page that was closed goes out with the next one', async () => {
  const left = { clientId: 'c-1', topicId: 'tea', text: 'left behind', replyTo: null, createdAt: message(1).createdAt, attempts: 3, refusal: null }
  outboxOf('ada').put(left)
  const outgoing = await logIn()
  await vi.waitFor(() => expect(outgoing.waiting).toEqual([]))
  expect(posts).toEqual([expect.objectContaining({ clientId: 'c-1', text: 'left behind' })])
})

test('what is refused for good is kept, says why, and lets the next ones pass', async () => {
  const outgoing = await logIn()
  answer = (body) => (body.text === 'bad' ? json(400, { status: 400, code: 'validation_failed', detail: 'Not like this.' }) : created(body))
  outgoing.write('tea', 'bad', null)
  outgoing.write('tea', 'good', null)
  await vi.waitFor(() => expect(outgoing.waiting).toHaveLength(1))
  expect(outgoing.waiting[0]?.refusal).toBe('Not like this.')
  expect(sent()).toEqual(['bad', 'good'])
  const [bad] = outgoing.waiting
  if (bad) outgoing.discard(bad)
  expect(outgoing.waiting).toEqual([])
})
