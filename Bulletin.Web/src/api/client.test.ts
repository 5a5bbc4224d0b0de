import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { abandonCalls, api, resultOf, useTokens } from './client'

const asked = () => resultOf(api.GET('/api/v1/topics/{topicId}/messages', { params: { path: { topicId: 'tea' }, query: { before: 7 } } }))
const unreachable = { ok: false, failure: expect.objectContaining({ status: 0 }) }
let fetched: ReturnType<typeof vi.fn>

beforeEach(() => {
  useTokens(() => Promise.resolve('a token'))
  // A server that accepts the call and never responds.
  fetched = vi.fn((_: Request, { signal }: { signal: AbortSignal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new DOMException('ended', 'AbortError')))))
  vi.stubGlobal('fetch', fetched)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('a call that hangs is given up after a while, and may be made again', async () => {
  const limit = new AbortController()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValueOnce(limit.signal)
  const answer = asked()
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce())
  expect(timeout).toHaveBeenCalledWith(15_000)
  limit.abort()
  expect(await answer).toEqual(unreachable)

  fetched.mockResolvedValueOnce(Response.json({ items: [], next: null }))
  expect((await asked()).ok).toBe(true)
})

test('who logs out ends the calls that are under way', async () => {
  const answer = asked()
  await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce())
  abandonCalls()
  expect(await answer).toEqual(unreachable)
})
