import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPolling } from './polling'

let seen: DocumentVisibilityState

beforeEach(() => {
  seen = 'visible'
  vi.useFakeTimers()
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => seen)
})
afterEach(() => void vi.useRealTimers())

test('while it is wanted, news are asked for every few seconds', async () => {
  const ask = vi.fn(() => Promise.resolve(true))
  const polling = createPolling(ask)
  polling.start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask.mock.calls.length).toBeGreaterThan(15)
  expect(ask.mock.calls.length).toBeLessThan(27)
  polling.stop()
  ask.mockClear()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).not.toHaveBeenCalled()
})

test('a server that is away is asked ever less often', async () => {
  const ask = vi.fn(() => Promise.resolve(false))
  createPolling(ask).start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask.mock.calls.length).toBeLessThan(14)
})

test('nothing is asked for a page that nobody sees, and at once when it is seen again', async () => {
  const ask = vi.fn(() => Promise.resolve(true))
  const polling = createPolling(ask)
  seen = 'hidden'
  polling.start()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(ask).not.toHaveBeenCalled()
  seen = 'visible'
  polling.hurry()
  await vi.advanceTimersByTimeAsync(0)
  expect(ask).toHaveBeenCalledOnce()
})

test('one question is asked at a time', async () => {
  const ask = vi.fn(() => new Promise<boolean>(() => undefined))
  const polling = createPolling(ask)
  polling.start()
  await vi.advanceTimersByTimeAsync(5_000)
  polling.hurry()
  expect(ask).toHaveBeenCalledOnce()
})
