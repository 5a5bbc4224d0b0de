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

test('an invitation is looked at without a log-in, and accepted only with one', async () => {
  useTokens(() => Promise.resolve(null))
  fetched.mockImplementation(() => Promise.resolve(Response.json({ topic: { name: 'tea' } })))
  const path = { params: { path: { token: 'abc' } } }
  expect(await resultOf(api.GET('/api/v1/invitations/{token}', path))).toMatchObject({ ok: true })
  expect(await resultOf(api.POST('/api/v1/invitations/{token}', path))).toEqual(unreachable)
  expect(await asked()).toEqual(unreachable)
  expect(fetched).toHaveBeenCalledOnce()
})
