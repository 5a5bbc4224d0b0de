import { expect, test } from 'vitest'
import { topic } from '../testing'
import { mergeFirstPage, mergeTopics } from './orderTopics'

const at = (minute: number) => `2026-01-05T09:${String(minute).padStart(2, '0')}:00.000Z`
const named = (id: string, minute: number, revision = minute) => topic(id, { lastActivityAt: at(minute), revision, lastSeq: revision })
const ids = (topics: readonly { id: string }[]) => topics.map(({ id }) => id)

test('a topic moves up when something happens in it, and an older state does not move it back', () => {
  const held = mergeTopics([], [named('a', 1), named('b', 2)])
  const moved = mergeTopics(held, [named('a', 3)])
  expect(ids(moved)).toEqual(['a', 'b'])
  expect(ids(mergeTopics(moved, [named('a', 1)]))).toEqual(['a', 'b'])
})

test('a fresh first page takes away what is gone and leaves what lies beyond it or was just heard of', () => {
  const held = [named('gone', 5), named('kept', 4), named('beyond', 1), named('heard', 6)]
  const merged = mergeFirstPage(held, { items: [named('kept', 4), named('new', 3)], next: 'more' }, new Set(['heard']))
  expect([ids(merged.topics), ids(merged.gone)]).toEqual([['heard', 'kept', 'new', 'beyond'], ['gone']])
  expect(ids(mergeFirstPage(held, { items: [], next: null }, new Set()).topics)).toEqual([])
})

test('after an absence a list with private topics beyond the page is cut to it, and one without is not', () => {
  const held = [named('heard', 6), named('kept', 4), named('public', 2), topic('secret', { ...named('secret', 1), access: 'private' })]
  const page = { items: [named('kept', 4)], next: 'more' }
  const merge = (topics: typeof held, absence: boolean) => mergeFirstPage(topics, page, new Set(['heard']), absence)
  expect([merge(held, true).cut, ids(merge(held, true).topics), merge(held, true).gone]).toEqual([true, ['heard', 'kept'], []])
  expect([merge(held, false).cut, ids(merge(held, false).topics)]).toEqual([false, ['heard', 'kept', 'public', 'secret']])
  expect(merge(held.slice(0, 3), true).cut).toBe(false)
})
