import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPositions, type Saving } from './positions'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const later = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)
const sender = () => vi.fn<(topicId: string, seq: number, leaving: boolean) => Promise<Saving>>(() => Promise.resolve('saved'))

test('the first position is sent at once, the latest of those that follow a second later', async () => {
  const send = sender()
  const positions = createPositions(send)
  for (const seq of [1, 2, 3]) {
    positions.read('tea', seq)
    await later(100)
  }
  expect(send.mock.calls).toEqual([['tea', 1, false]])
  await later(1_000)
  expect(send.mock.calls.slice(1)).toEqual([['tea', 3, false]])
})

test('who leaves does not wait', async () => {
  const send = sender()
  const positions = createPositions(send)
  positions.read('tea', 1)
  await later(0)
  positions.read('tea', 2)
  void positions.flushAll(true)
  expect(send.mock.calls.at(-1)).toEqual(['tea', 2, true])
})

test('a position never goes backwards', async () => {
  const send = sender()
  const positions = createPositions(send)
  positions.read('tea', 5)
  positions.read('tea', 3)
  await later(2_000)
  expect(send.mock.calls).toEqual([['tea', 5, false]])
})

test('a position that could not be saved is pending until it is', async () => {
  const send = sender()
  send.mockResolvedValueOnce('later')
  const positions = createPositions(send)
  positions.read('tea', 5)
  await later(0)
  expect(positions.pending('tea')).toBe(5)
  await later(10_000)
  expect([positions.pending('tea'), send.mock.calls.length]).toEqual([0, 2])
})

test('a position that is refused is not sent again', async () => {
  const send = sender()
  send.mockResolvedValue('refused')
  createPositions(send).read('tea', 5)
  await later(60_000)
  expect(send).toHaveBeenCalledOnce()
})
