import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unreachable, type Result } from '../api/problem'
import { useActs, type Acts } from './useActs'

let scope: EffectScope
let acts: Acts

beforeEach(() => {
  vi.useFakeTimers()
  scope = effectScope()
  const made = scope.run(useActs)
  if (!made) throw new Error('no scope')
  acts = made
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

const done: Result<true> = { ok: true, value: true }
const refused = (status: number, detail: string, retryAfter: number | null = null): Result<true> => ({ ok: false, failure: { ...unreachable, status, detail, retryAfter } })
const nameOf = (name: string) => name

test('what is refused is named with its reason, and the others are done', async () => {
  const result = await acts.run('Ending', ['ada', 'ben', 'cleo'], nameOf, async (name) => (name === 'ben' ? refused(409, 'The only admin.') : done))
  expect([result, acts.failures.value, acts.progress.value]).toEqual([['ada', 'cleo'], [{ name: 'ben', reason: 'The only admin.' }], null])
})

test('the acts are done one after the other, and tell how far they are', async () => {
  const seen: unknown[] = []
  await acts.run('Ending', ['ada', 'ben'], nameOf, async () => {
    seen.push(acts.progress.value)
    return done
  })
  expect(seen).toEqual([{ label: 'Ending', done: 0, total: 2 }, { label: 'Ending', done: 1, total: 2 }])
})

test('a server that asks to wait is asked again when it says', async () => {
  const answers = [refused(429, 'Too many.', 3), done]
  let calls = 0
  const running = acts.run('Ending', ['ada'], nameOf, async () => answers[calls++] ?? done)
  await vi.advanceTimersByTimeAsync(2_999)
  expect(calls).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect([await running, calls]).toEqual([['ada'], 2])
})

test('once stopped, nothing further is done', async () => {
  const result = await acts.run('Ending', ['ada', 'ben'], nameOf, async () => {
    acts.stop()
    return done
  })
  expect(result).toEqual(['ada'])
})
