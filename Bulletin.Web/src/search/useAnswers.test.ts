import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unreachable, type Result } from '../api/problem'
import { useAnswers } from './useAnswers'

let scope: EffectScope | undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  scope?.stop()
  vi.useRealTimers()
})

/** A query that is typed, and calls that the test answers in any order. */
function asking() {
  const query = ref<string | null>(null)
  const calls: { query: string; signal: AbortSignal; answer: (result: Result<string>) => Promise<void> }[] = []
  const ask = (asked: string, signal: AbortSignal) =>
    new Promise<Result<string>>((resolve) => calls.push({ query: asked, signal, answer: async (result) => { resolve(result); await nextTick() } }))
  scope = effectScope()
  const answers = scope.run(() => useAnswers(() => query.value, ask, 200))
  if (!answers) throw new Error('no scope')
  const type = async (words: string | null, pause = 200) => {
    query.value = words
    await nextTick()
    await vi.advanceTimersByTimeAsync(pause)
  }
  const call = (index: number) => {
    const one = calls[index]
    if (!one) throw new Error('not asked')
    return one
  }
  return { ...answers, calls, call, type, shown: () => answers.answer.value?.value }
}

test('the server is asked once the user pauses', async () => {
  const { calls, type, status } = asking()
  await type('t', 100)
  await type('te', 100)
  await type('tea', 199)
  expect([calls.length, status.value]).toEqual([0, 'searching'])
  await vi.advanceTimersByTimeAsync(1)
  expect(calls.map((one) => one.query)).toEqual(['tea'])
})

test('a new query cancels the one before, whose answer does not count', async () => {
  const { call, type, shown } = asking()
  await type('tea')
  await type('coffee', 0)
  expect(call(0).signal.aborted).toBe(true)
  await vi.advanceTimersByTimeAsync(200)
  await call(1).answer({ ok: true, value: 'for coffee' })
  await call(0).answer({ ok: true, value: 'for tea' })
  expect(shown()).toBe('for coffee')
})

test('an answer stays until there is the next one', async () => {
  const { call, type, shown, status } = asking()
  await type('tea')
  await call(0).answer({ ok: true, value: 'for tea' })
  expect([status.value, shown()]).toEqual(['done', 'for tea'])
  await type('teas')
  expect([status.value, shown()]).toEqual(['searching', 'for tea'])
  await type(null)
  expect([status.value, shown()]).toEqual(['done', undefined])
})

test('a search that failed says so until the next query', async () => {
  const { call, type, status, failure } = asking()
  await type('tea')
  await call(0).answer({ ok: false, failure: unreachable })
  expect([status.value, failure.value?.code]).toEqual(['failed', 'unreachable'])
  await type('teas', 0)
  expect([status.value, failure.value]).toEqual(['searching', null])
})
