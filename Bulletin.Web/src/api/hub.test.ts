import { HubConnectionState } from '@microsoft/signalr'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Hub, type HubState } from './hub'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A connection that succeeds or fails as the test decides. */
function line(token: (failed: string | null) => Promise<string | null>) {
  const states: HubState[] = []
  let onclose: (error?: Error) => void = () => undefined
  const connection = {
    state: HubConnectionState.Disconnected,
    fails: false,
    starts: 0,
    start() {
      if (connection.state !== HubConnectionState.Disconnected) return Promise.reject(new Error('Started twice.'))
      connection.starts++
      if (connection.fails) return Promise.reject(new Error('The WebSocket failed.'))
      connection.state = HubConnectionState.Connected
      return Promise.resolve()
    },
    stop: () => Promise.resolve(connection.close()),
    close() {
      connection.state = HubConnectionState.Disconnected
      onclose()
    },
    onclose: (listen: typeof onclose) => void (onclose = listen),
    on: () => undefined,
    off: () => undefined,
    invoke: () => Promise.reject(new Error('Nobody calls.')),
  }
  const hub = new Hub({ token, onState: (state) => states.push(state), connection: () => connection })
  return { hub, connection, states }
}

const nextTry = () => vi.advanceTimersByTimeAsync(10_000)

test('the token that a connection failed with is doubted before the next attempt, and one that worked is not', async () => {
  const doubts: (string | null)[] = []
  let tokens = 0
  const { hub, connection, states } = line((failed) => {
    doubts.push(failed)
    return Promise.resolve(`token ${++tokens}`)
  })
  connection.fails = true
  hub.start()
  await vi.advanceTimersByTimeAsync(0)
  connection.fails = false
  await nextTry()
  expect(doubts).toEqual([null, 'token 1'])
  expect(states).toEqual(['connecting', 'away', 'connected'])

  connection.close()
  await nextTry()
  expect(doubts).toEqual([null, 'token 1', null])
})

test('a token stays in doubt while nobody can tell whether it is still good', async () => {
  const doubts: (string | null)[] = []
  const answers = ['token 1', null, 'token 2']
  const { hub, connection } = line((failed) => {
    doubts.push(failed)
    return Promise.resolve(answers.shift() ?? null)
  })
  connection.fails = true
  hub.start()
  await vi.advanceTimersByTimeAsync(0)
  connection.fails = false
  await nextTry()
  await nextTry()
  expect(doubts).toEqual([null, 'token 1', 'token 1'])
  expect(hub.connected).toBe(true)
})

test('who asks for another attempt does not wait for a token that does not come, and connects once', async () => {
  const waiting: ((token: string) => void)[] = []
  const { hub, connection, states } = line(() => new Promise((resolve) => waiting.push(resolve)))
  hub.start()
  hub.hurry()
  await vi.waitFor(() => expect(waiting).toHaveLength(2))
  waiting[1]?.('token 2')
  await vi.advanceTimersByTimeAsync(0)
  waiting[0]?.('token 1')
  await vi.advanceTimersByTimeAsync(0)
  expect(connection.starts).toBe(1)
  expect(states).toEqual(['connecting', 'connected'])
})
