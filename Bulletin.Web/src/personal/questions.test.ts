import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQuestions } from './questions'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const later = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

test('what is to be asked within a moment is asked at once', async () => {
  const ask = vi.fn(() => Promise.resolve(true))
  const questions = createQuestions(ask)
  questions.add(['a', 'b'])
  questions.add(['b', 'c'])
  await later(300)
  expect(ask.mock.calls).toEqual([[['a', 'b', 'c']]])
})

test('nothing is asked more than once a second', async () => {
  const ask = vi.fn(() => Promise.resolve(true))
  const questions = createQuestions(ask)
  for (let tenths = 0; tenths < 100; tenths++) {
    questions.add(['a'])
    await later(100)
  }
  expect(ask.mock.calls.length).toBeLessThanOrEqual(10)
  expect(ask.mock.calls.length).toBeGreaterThan(5)
})

test('one question is asked at a time', async () => {
  const ask = vi.fn(() => new Promise<boolean>(() => undefined))
  const questions = createQuestions(ask)
  questions.add(['a'])
  await later(2_000)
  questions.add(['b'])
  await later(2_000)
  expect(ask).toHaveBeenCalledOnce()
})

test('a hundred are asked for at once, and the rest after them', async () => {
  const ask = vi.fn((ids: string[]) => Promise.resolve(ids.length > 0))
  createQuestions(ask).add(Array.from({ length: 130 }, (_, index) => `t${index}`))
  await later(2_000)
  expect(ask.mock.calls.map(([ids]) => ids.length)).toEqual([100, 30])
})

test('what was not answered is asked again, ever less often', async () => {
  const ask = vi.fn(() => Promise.resolve(false))
  createQuestions(ask).add(['a'])
  await later(30_000)
  expect(ask.mock.calls.length).toBeGreaterThan(2)
  expect(ask.mock.calls.length).toBeLessThan(7)
})
