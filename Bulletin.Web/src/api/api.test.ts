import { expect, test, vi } from 'vitest'
import { backoff } from './backoff'
import { newId } from './ids'
import { failureOf, isTemporary, unreachable } from './problem'

test('ids made one after another grow, even within a millisecond', () => {
  const ids = Array.from({ length: 200 }, () => newId(1_000_000))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(200)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('waits grow to ten seconds and are spread', () => {
  expect(backoff(0, () => 0)).toBe(250)
  expect(backoff(0, () => 1)).toBe(500)
  expect(backoff(50, () => 1)).toBe(10_000)
})

test('a problem tells its code, its fields and how long to wait', () => {
  const failure = failureOf(new Response('', { status: 429, headers: { 'Retry-After': '7' } }), { code: 'rate_limited', detail: 'Slow down.', errors: { Name: ['Too long.'] } })
  expect(failure).toEqual({ status: 429, code: 'rate_limited', detail: 'Slow down.', errors: { name: ['Too long.'] }, retryAfter: 7 })
  expect(isTemporary(failure)).toBe(true)
  expect(isTemporary(unreachable)).toBe(true)
  expect(isTemporary({ ...failure, status: 403 })).toBe(false)
  vi.restoreAllMocks()
})
