import { expect, test } from 'vitest'
import { user } from '../testing'
import { contradicts, countOn, shownCount, type Counted, type Head } from './counts'
import { state } from './testingPersonal'

/** A topic with this many messages and changes; the last message is by somebody. */
const head = (lastSeq: number, { by = 'ben', revision = lastSeq, excerpt = 'hello' } = {}): Head => ({ lastSeq, revision, lastMessage: { seq: lastSeq, author: user(by), excerpt } })
const counted = (readSeq: number, unread: number, upTo: number | null): Counted => ({ state: state('tea', { readSeq, unread }), upTo: upTo === null ? null : { seq: upTo, revision: upTo } })
const count = (held: Counted, now: Head) => {
  const { counted: { state: { unread } }, certain } = countOn(held, now, 'ada')
  return [unread, certain]
}

test('who has read up to the end has nothing unread', () => {
  expect(count(counted(5, 3, null), head(5))).toEqual([0, true])
})

test('one message by somebody else counts one more', () => {
  expect(count(counted(1, 2, 4), head(5))).toEqual([3, true])
})

test('an own message counts nothing', () => {
  expect(count(counted(1, 2, 4), head(5, { by: 'ada' }))).toEqual([2, true])
})

test('a message that was deleted at once counts nothing', () => {
  expect(count(counted(1, 2, 4), head(5, { excerpt: '' }))).toEqual([2, true])
})

test('the first message after the position is counted without asking', () => {
  expect(count(counted(4, 0, null), head(5))).toEqual([1, true])
})

test('several messages at once are asked for', () => {
  expect(count(counted(1, 2, 4), head(7))).toEqual([2, false])
})

test('a change without a message is asked for while something is unread', () => {
  expect(count(counted(1, 2, 4), head(4, { revision: 6 }))).toEqual([2, false])
  expect(count(counted(1, 0, 4), head(4, { revision: 6 }))).toEqual([0, true])
})

test('a message that comes along with another change is counted and asked for', () => {
  expect(count(counted(1, 2, 4), head(5, { revision: 6 }))).toEqual([3, false])
})

test('a count of 99 or more is not asked for while it grows', () => {
  expect(count(counted(1, 99, 200), head(220))).toEqual([99, true])
})

test('a count whose end is not known is asked for', () => {
  expect(count(counted(1, 2, null), head(5))).toEqual([2, false])
})

test('older news change nothing', () => {
  expect(count(counted(1, 2, 8), head(5))).toEqual([2, true])
})

test('nothing unread is doubtful where somebody else has the last word', () => {
  expect([contradicts(counted(1, 0, null), head(5), 'ada'), contradicts(counted(1, 0, null), head(5, { by: 'ada' }), 'ada')]).toEqual([true, false])
})

test('from 99 on the exact number is not known', () => {
  expect([98, 99].map(shownCount)).toEqual(['98', '99+'])
})
