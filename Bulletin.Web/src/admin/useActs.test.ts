import { createPinia, setActivePinia } from 'pinia'
import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unreachable, type Result } from '../api/problem'
import { useToasts } from '../ui/toasts'
import { useActs, type Acts } from './useActs'

let scope: EffectScope
let acts: Acts

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
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
const said = () => useToasts().toasts.map(({ text }) => text)

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

test.each([0, 401, 403])('a failure with status %i ends the run', async (status) => {
  let calls = 0
  const result = await acts.run('Ending', ['ada', 'ben', 'cleo'], nameOf, async () => (++calls === 2 ? refused(status, 'No.') : done))
  expect([result, calls, acts.failures.value, said()]).toEqual([['ada'], 2, [{ name: 'ben', reason: 'No.' }], ['Stopped after 2 of 3.']])
})

test('what is stopped while it waits is not done after the wait, also after the page is left', async () => {
  let calls = 0
  const running = acts.run('Ending', ['ada', 'ben'], nameOf, async () => (++calls === 2 ? refused(429, 'Too many.', 3) : done))
  await vi.advanceTimersByTimeAsync(1_000)
  scope.stop()
  await vi.advanceTimersByTimeAsync(2_000)
  expect([await running, calls, acts.failures.value, said()]).toEqual([['ada'], 2, [], ['Stopped after 1 of 2.']])
})

test('once stopped, nothing further is done', async () => {
  const result = await acts.run('Ending', ['ada', 'ben'], nameOf, async () => {
    acts.stop()
    return done
  })
  expect([result, said()]).toEqual([['ada'], ['Stopped after 1 of 2.']])
})
