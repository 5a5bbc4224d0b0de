import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { expect, test, vi } from 'vitest'
import { message } from '../../testing'
import { timelineOf } from '../timeline/timeline'
import { useOpening } from './useOpening'

const log = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index))

function opened(held: [number, number], firstUnread: number | null) {
  const messages = shallowRef(log(...held))
  const pinned = ref(true)
  const shown: string[] = []
  const showRow = vi.fn((key: string) => {
    shown.push(key)
    pinned.value = false
    return Promise.resolve(null)
  })
  const reach = vi.fn((seq: number) => {
    if (!messages.value.some((held) => held.seq === seq)) messages.value = log(seq - 10, seq + 50)
    return Promise.resolve<'held'>('held')
  })
  const rows = () => timelineOf(messages.value, [], 'ada', firstUnread)
  const toEnd = () => Promise.resolve(shown.push('end') > 0)
  const opening = effectScope().run(() => useOpening({ reach }, rows, () => firstUnread, { pinned, toEnd, showRow }))
  if (!opening) throw new Error('no scope')
  return { ...opening, messages, pinned, shown, rows }
}

test('the end counts as seen only when the sight has come to rest there', async () => {
  const { begin, seesEnd, shown } = opened([1, 60], null)
  expect(seesEnd.value).toBeNull()
  await begin(false)
  expect([seesEnd.value, shown]).toEqual([true, ['end']])
})

test('with more news than a page, it opens where they begin', async () => {
  const { begin, seesEnd, shown, rows } = opened([151, 200], 21)
  const beginning = begin(false)
  expect(seesEnd.value).toBeNull()
  await beginning
  expect([seesEnd.value, shown]).toEqual([false, ['new']])
  const at = rows().findIndex(({ kind }) => kind === 'new')
  expect(rows()[at + 1]).toMatchObject({ message: { seq: 21 } })
})

test('a topic held from before waits for its news, and goes to where they begin when they come', async () => {
  const { begin, seesEnd, shown, messages } = opened([1, 20], 21)
  await begin(false)
  expect(seesEnd.value).toBeNull()
  messages.value = log(1, 200)
  await vi.waitFor(() => expect(shown).toEqual(['end', 'new']))
  expect(seesEnd.value).toBe(false)
})

test('news that come while the sight still moves are gone to as well', async () => {
  const { begin, seesEnd, shown, messages } = opened([1, 20], 21)
  const beginning = begin(false)
  messages.value = log(1, 200)
  await beginning
  expect(seesEnd.value).toBeNull()
  await vi.waitFor(() => expect(shown).toEqual(['end', 'new']))
  expect(seesEnd.value).toBe(false)
})

test('news that come when the person has scrolled away leave the sight where it is', async () => {
  const { begin, seesEnd, shown, messages, pinned } = opened([1, 20], 21)
  await begin(false)
  pinned.value = false
  await nextTick()
  messages.value = log(1, 200)
  await nextTick()
  expect([seesEnd.value, shown]).toEqual([false, ['end']])
})
