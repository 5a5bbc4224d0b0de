import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { message, user, storageWithAnEnd } from '../../testing'
import { outboxOf } from './outbox'

/** A fake server: answers posts as the test decides, and records them. */
const posts: { clientId: string; text: string }[] = []
let answer: (body: { clientId: string; text: string }) => Response | Promise<Response>

const json = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json', ...headers } })
const created = ({ clientId, text }: { clientId: string; text: string }) => json(201, message(posts.length, { clientId, text, author: user('ada') }))

/** The queue of holders and waiters for each lock between tabs. */
const locks = new Map<string, Promise<unknown>>()
/** Releases the locks as the browser does when the tab that holds them is closed. */
let freeLocks = () => {}
let freed = Promise.resolve()
const request = (name: string, work: () => Promise<unknown>) => {
  const turn = Promise.race([locks.get(name) ?? Promise.resolve(), freed]).then(work)
  locks.set(name, turn.catch(() => undefined))
  return turn
}
Object.defineProperty(navigator, 'locks', { value: { request } })

const tabs: { $dispose: () => void }[] = []

beforeEach(() => {
  locks.clear()
  freed = new Promise((resolve) => (freeLocks = resolve))
  vi.useFakeTimers()
  vi.resetModules()
  localStorage.clear()
  posts.length = 0
  answer = created
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', async (request: Request, { signal }: { signal: AbortSignal }) => {
    const body: { clientId: string; text: string } = await request.json()
    posts.push(body)
    const ended = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('ended', 'AbortError'))))
    return Promise.race([answer(body), ended])
  })
  return () => {
    for (const tab of tabs.splice(0)) tab.$dispose()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

async function logIn() {
  const { useSession } = await import('../../accounts/session')
  const session = useSession()
  session.user = user('ada')
  const { useTokens } = await import('../../api/client')
  useTokens(() => Promise.resolve('a token'))
  const { useOutgoing } = await import('./outgoing')
  const outgoing = useOutgoing()
  tabs.push(outgoing)
  return outgoing
}

/** Like the browser, tells the other tabs of each change. The tab that made the change hears of it too, which changes nothing. */
function tellTabs() {
  const tell = (key: string) => window.dispatchEvent(new StorageEvent('storage', { key }))
  const [set, remove] = [localStorage.setItem.bind(localStorage), localStorage.removeItem.bind(localStorage)]
  vi.spyOn(localStorage, 'setItem').mockImplementation((key, value) => {
    set(key, value)
    tell(key)
  })
  vi.spyOn(localStorage, 'removeItem').mockImplementation((key) => {
    remove(key)
    tell(key)
  })
}

async function anotherTab() {
  vi.resetModules()
  setActivePinia(createPinia())
  return logIn()
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

test('a refusal that finds no room in the storage is asked for again after a while, not at once', async () => {
  const room = storageWithAnEnd(localStorage)
  vi.stubGlobal('localStorage', room.storage)
  const outgoing = await logIn()
  answer = () => json(400, { status: 400, code: 'validation_failed', detail: 'Not like this.' })
  outgoing.write('tea', 'bad', null)
  room.full = true
  await vi.waitFor(() => expect(sent()).toEqual(['bad']))
  await vi.advanceTimersByTimeAsync(50)
  expect(sent()).toEqual(['bad'])
  expect(outgoing.waiting[0]?.refusal).toBe(null)
  room.full = false
  await vi.advanceTimersByTimeAsync(5_000)
  await vi.waitFor(() => expect(outgoing.waiting[0]?.refusal).toBe('Not like this.'))
})

test('what the storage has no room for is not taken', async () => {
  const room = storageWithAnEnd(localStorage)
  vi.stubGlobal('localStorage', room.storage)
  const outgoing = await logIn()
  room.full = true
  expect(outgoing.write('tea', 'hello', null)).toBe(false)
  expect(outgoing.waiting).toEqual([])
})

test('a post that hangs is given up and sent again under its client id', async () => {
  const outgoing = await logIn()
  const limit = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(limit.signal)
  answer = () => new Promise(() => {})
  outgoing.write('tea', 'one', null)
  await vi.waitFor(() => expect(sent()).toEqual(['one']))
  expect(timeout).toHaveBeenCalledWith(15_000)
  answer = created
  limit.abort()
  await vi.waitFor(() => expect(outgoing.waiting[0]?.attempts).toBe(1))
  await vi.advanceTimersByTimeAsync(1_000)
  await vi.waitFor(() => expect(outgoing.waiting).toEqual([]))
  expect(new Set(posts.map(({ clientId }) => clientId)).size).toBe(1)
})

test('what a tab wrote goes out from another one when it is closed before it could', async () => {
  const closed = await logIn()
  const staying = await anotherTab()
  tellTabs()
  // No code of a closed page runs any more: it never learns the result of its call.
  answer = () => new Promise(() => {})
  closed.write('tea', 'just before it was closed', null)
  await vi.waitFor(() => expect(sent()).toHaveLength(1))
  expect(staying.waiting).toHaveLength(1)
  answer = created
  closed.$dispose()
  freeLocks()
  await vi.waitFor(() => expect(staying.waiting).toEqual([]))
  expect(new Set(posts.map(({ clientId }) => clientId)).size).toBe(1)
})

test('two tabs do not urge each other on while the server is away', async () => {
  const first = await logIn()
  const second = await anotherTab()
  tellTabs()
  answer = () => Promise.reject(new TypeError('no line'))
  first.write('tea', 'one', null)
  await vi.advanceTimersByTimeAsync(60_000)
  // Each tab alone makes about fifteen attempts in a minute.
  expect(posts.length).toBeGreaterThan(5)
  expect(posts.length).toBeLessThan(45)
  answer = created
  await vi.advanceTimersByTimeAsync(20_000)
  await vi.waitFor(() => expect([...first.waiting, ...second.waiting]).toEqual([]))
})

test('a topic is marked as having something unsent from the first try in vain until it is sent or discarded', async () => {
  const outgoing = await logIn()
  answer = ({ text }) => (text === 'bad' ? json(404, { status: 404, code: 'topic_not_found', detail: 'Gone.' }) : Promise.reject(new TypeError('no line')))
  outgoing.write('gone', 'bad', null)
  outgoing.write('tea', 'one', null)
  expect(outgoing.unsent.size).toBe(0)
  await vi.waitFor(() => expect([...outgoing.unsent.keys()].sort()).toEqual(['gone', 'tea']))
  const bad = outgoing.unsent.get('gone')
  if (bad) outgoing.discard(bad)
  expect([...outgoing.unsent.keys()]).toEqual(['tea'])
})
