import { createPinia, setActivePinia } from 'pinia'
import { effectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { useCluster } from './useCluster'

const empty = { silos: [], gateways: [], busiest: [] }
const fetched = vi.fn<() => Promise<Response>>()
const visibility = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  // The session sets a source of tokens of its own.
  useSession()
  useTokens(() => Promise.resolve('a token'))
  fetched.mockReset().mockImplementation(() => Promise.resolve(Response.json(empty)))
  vi.stubGlobal('fetch', fetched)
  visibility('visible')
  return () => vi.useRealTimers()
})
afterEach(() => void vi.unstubAllGlobals())

function reading() {
  const scope = effectScope()
  const read = scope.run(useCluster)
  if (!read) throw new Error('no scope')
  return { ...read, stop: () => scope.stop() }
}

test('the cluster is read every two seconds, until one leaves', async () => {
  const { cluster, stop } = reading()
  await vi.advanceTimersByTimeAsync(4_100)
  expect(cluster.value).toEqual(empty)
  expect(fetched).toHaveBeenCalledTimes(3)
  stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(fetched).toHaveBeenCalledTimes(3)
})

test('while the page is hidden nothing is read, and when it is shown it is read at once', async () => {
  const { stop } = reading()
  await vi.advanceTimersByTimeAsync(100)
  visibility('hidden')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(fetched).toHaveBeenCalledTimes(1)
  visibility('visible')
  await vi.advanceTimersByTimeAsync(100)
  expect(fetched).toHaveBeenCalledTimes(2)
  stop()
})

test('what was read last stays while it cannot be read', async () => {
  const { cluster, failure, stop } = reading()
  await vi.advanceTimersByTimeAsync(100)
  fetched.mockImplementation(() => Promise.resolve(Response.json({ code: 'unavailable', detail: 'Not now.' }, { status: 503 })))
  await vi.advanceTimersByTimeAsync(2_000)
  expect([cluster.value, failure.value?.detail]).toEqual([empty, 'Not now.'])
  stop()
})

test('whoever is no longer an admin asks for nothing more, and their session is renewed', async () => {
  const renew = vi.spyOn(useSession(), 'renew').mockResolvedValue(null)
  fetched.mockImplementation(() => Promise.resolve(Response.json({ code: 'not_allowed', detail: 'No.' }, { status: 403 })))
  const { failure, stop } = reading()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(failure.value?.detail).toBe('No.')
  expect(fetched).toHaveBeenCalledTimes(1)
  expect(renew).toHaveBeenCalledTimes(1)
  stop()
})
