import { expect, test } from 'vitest'
import { topic, user } from '../testing'
import { unreadOf, withListed, type ReadMarks } from './readMarks'

const at = (minute: number) => `2026-01-05T09:${String(minute).padStart(2, '0')}:00.000Z`
const old = (id: string, lastSeq: number, minute: number) => topic(id, { lastSeq, lastActivityAt: at(minute) })
const count = (marks: ReadMarks | null, ...topics: ReturnType<typeof old>[]) => topics.map((one) => unreadOf(marks, one, 'me'))

test('unread is what came after the last message read here', () => {
  expect(count({ since: at(5), read: { a: 3 } }, old('a', 5, 9), old('a', 3, 9))).toEqual([2, 0])
})

test('the history of a topic that was there before the first visit is not news, what is posted from then on is', () => {
  const marks = withListed(null, [old('long', 10_000, 8), old('quiet', 7, 2)])
  expect(count(marks, old('long', 10_000, 8), old('quiet', 7, 2))).toEqual([0, 0])
  expect(count(marks, old('long', 10_001, 9), old('quiet', 9, 10))).toEqual([1, 2])
})

test('an old topic from beyond the first page is counted from where it stands when it is heard of', () => {
  const first = withListed(null, [old('a', 1, 8)])
  expect(count(first, old('deep', 10_000, 3), old('deep', 10_000, 9))).toEqual([0, 1])
  expect(count(withListed(first, [old('deep', 10_000, 3)]), old('deep', 10_004, 9))).toEqual([4])
  expect(count(withListed(first, [old('deep', 10_000, 9)]), old('deep', 10_004, 10))).toEqual([5])
})

test('a topic made since the first visit is news from its first message on', () => {
  const fresh = topic('fresh', { createdAt: at(9), lastActivityAt: at(10), lastSeq: 5 })
  for (const marks of [withListed(null, [old('a', 1, 8)]), withListed(null, [])]) expect(count(withListed(marks, [fresh]), fresh)).toEqual([5])
})

test('a topic read before the first list has come does not make all others news', () => {
  const early = { since: '', read: { linked: 4 } }
  expect(count(early, old('other', 9, 3))).toEqual([0])
  const marks = withListed(early, [old('linked', 4, 8), old('other', 9, 3)])
  expect(count(marks, old('linked', 5, 9), old('other', 9, 3))).toEqual([1, 0])
})

test('a message that was deleted is no news', () => {
  const marks = { since: at(5), read: { a: 3 } }
  const last = (lastSeq: number, excerpt: string) => topic('a', { lastSeq, lastActivityAt: at(9), lastMessage: { seq: lastSeq, author: user('ben'), excerpt } })
  expect(count(marks, last(4, 'hello'), last(4, ''), last(6, ''), last(3, ''))).toEqual([1, 0, 2, 0])
})
