import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { user } from '../testing'
import { useConnection } from './connection'

/** A proxy that refuses WebSockets. */
class RefusedSocket extends EventTarget {
  onclose: ((event: Event) => void) | null = null
  constructor() {
    super()
    this.addEventListener('close', (event) => this.onclose?.(event))
    void Promise.resolve().then(() => this.dispatchEvent(new Event('close')))
  }
}

const asked: string[] = []

beforeEach(() => {
  asked.length = 0
  vi.useFakeTimers()
  setActivePinia(createPinia())
  vi.stubGlobal('WebSocket', RefusedSocket)
  vi.stubGlobal('fetch', ({ url }: Request) => {
    asked.push(new URL(url).pathname)
    return Promise.resolve(Response.json({}))
  })
  const session = useSession()
  session.user = user('ada')
  vi.spyOn(session, 'token').mockResolvedValue('a token')
  useTokens(() => Promise.resolve('a token'))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('in a tab that nobody sees, a refused line has its token looked at before the next attempt, and nothing else is asked', async () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const connection = useConnection()
  connection.whileAway(() => Promise.reject(new Error('nobody looks')))
  connection.hub.start()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(connection.state).toBe('away')
  expect(new Set(asked)).toEqual(new Set(['/api/v1/users/me']))
  await connection.hub.stop()
})

test('while the line is refused, it is known whether calls go through', async () => {
  let reached = true
  const connection = useConnection()
  connection.whileAway(() => Promise.resolve(reached))
  connection.hub.start()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(connection.polled).toBe(true)
  reached = false
  await vi.advanceTimersByTimeAsync(5_000)
  expect(connection.polled).toBe(false)
  await connection.hub.stop()
})

test('when the network is back, a tab that nobody sees leaves the first attempt to one that is seen, but does not wait long', async () => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const connection = useConnection()
  connection.hub.start()
  await vi.advanceTimersByTimeAsync(60_000)
  asked.length = 0
  globalThis.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(500)
  expect(asked).toEqual(['/api/v1/users/me'])
  await connection.hub.stop()
})
