import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useConnection } from './connection'
import { useBanner } from './useBanner'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => void vi.useRealTimers())

function watching() {
  const connection = useConnection()
  const banner = effectScope().run(useBanner)
  const become = async (state: typeof connection.state, polled = false, wait = 0) => {
    connection.state = state
    connection.polled = polled
    await nextTick()
    vi.advanceTimersByTime(wait)
    return banner?.value
  }
  return become
}

test('a line that is away is told apart from one that only calls go through', async () => {
  const become = watching()
  expect(await become('connected')).toBeNull()
  expect(await become('away', false, 1_199)).toBeNull()
  expect(await become('away', true, 1)).toBe('delayed')
  expect(await become('away', false)).toBe('away')
  expect(await become('away', true)).toBe('delayed')
  expect(await become('connected')).toBe('back')
  expect(await become('connected', false, 3_000)).toBeNull()
})

test('a break too short to notice is not told', async () => {
  const become = watching()
  await become('away', true, 1_000)
  expect(await become('connected', false, 10_000)).toBeNull()
})
