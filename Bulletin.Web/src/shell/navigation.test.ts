import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { navigate } from './navigation'

const held = new Response('the page held')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a network that hangs has the page that is held after three seconds', async () => {
  const answer = navigate(() => new Promise(() => undefined), held)
  const late = vi.fn()
  void answer.then(late)
  await vi.advanceTimersByTimeAsync(2_999)
  expect(late).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(1)
  expect(await answer).toBe(held)
})

test('an answer in time is preferred, a server that is down or away is not', async () => {
  const newest = new Response('the newest page')
  expect(await navigate(() => Promise.resolve(newest), held)).toBe(newest)
  expect(await navigate(() => Promise.resolve(new Response('', { status: 502 })), held)).toBe(held)
  expect(await navigate(() => Promise.reject(new TypeError('no network')), held)).toBe(held)
})

test('without a page that is held the answer is waited for', async () => {
  let arrive: (response: Response) => void = () => undefined
  const answer = navigate(() => new Promise((resolve) => (arrive = resolve)), undefined)
  await vi.advanceTimersByTimeAsync(60_000)
  const slow = new Response('slow')
  arrive(slow)
  expect(await answer).toBe(slow)
})
