import { expect, test } from 'vitest'
import { message, user } from '../../testing'
import { timelineOf, type TimelineRow } from './timeline'

const shape = (rows: TimelineRow[]) =>
  rows.map((row) => (row.kind === 'message' ? `${row.leads ? 'lead' : 'more'} ${row.message.seq}` : row.kind === 'outgoing' ? `${row.leads ? 'lead' : 'more'} outgoing` : row.kind))

test('messages of one author within five minutes stand under one name', () => {
  const rows = timelineOf([message(1), message(2), message(3, { author: user('ben') }), message(9, { author: user('ben') })], [], 'ada', null)
  expect(shape(rows)).toEqual(['day', 'lead 1', 'more 2', 'lead 3', 'lead 9'])
})

test('a new day begins with a line and a name', () => {
  const rows = timelineOf([message(1), message(2, { createdAt: '2026-01-09T09:00:00.000Z' })], [], 'ada', null)
  expect(shape(rows)).toEqual(['day', 'lead 1', 'day', 'lead 2'])
})

test('the line of new messages stands before the first unread one, or the next that is left', () => {
  expect(shape(timelineOf([message(1), message(2)], [], 'ada', 2))).toEqual(['day', 'lead 1', 'new', 'lead 2'])
  expect(shape(timelineOf([message(5), message(6)], [], 'ada', 2))).toEqual(['day', 'new', 'lead 5', 'more 6'])
  expect(shape(timelineOf([message(1)], [], 'ada', 2))).toEqual(['day', 'lead 1'])
})

test('a message keeps its row when it becomes durable', () => {
  const outgoing = { clientId: 'client-2', topicId: 'tea', text: 'x', replyTo: null, createdAt: message(2).createdAt, attempts: 0, refusal: null }
  const before = timelineOf([message(1)], [outgoing], 'ada', null)
  const after = timelineOf([message(1), message(2)], [], 'ada', null)
  expect(shape(before)).toEqual(['day', 'lead 1', 'more outgoing'])
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key))
})

test('a message that waits since yesterday does not begin yesterday anew below today', () => {
  const waiting = { clientId: 'c', topicId: 'tea', text: 'x', replyTo: null, createdAt: message(2).createdAt, attempts: 3, refusal: 'no' }
  const rows = timelineOf([message(1), message(3, { createdAt: '2026-01-06T09:00:00.000Z', author: user('ben') })], [waiting], 'ada', null)
  expect(shape(rows)).toEqual(['day', 'lead 1', 'day', 'lead 3', 'lead outgoing'])
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
})

test('a clock that was set back across midnight begins no day a second time', () => {
  const [before, after] = ['2026-01-05T11:00:00.000Z', '2026-01-06T13:00:00.000Z']
  const rows = timelineOf([before, after, before, after, before].map((createdAt, index) => message(index + 1, { createdAt })), [], 'ada', null)
  expect(rows.flatMap((row) => (row.kind === 'day' ? [row.at] : []))).toEqual([before, after])
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
})

test('the line of a day stays the same row while its first message becomes durable', () => {
  const outgoing = { clientId: 'client-1', topicId: 'tea', text: 'x', replyTo: null, createdAt: message(1).createdAt, attempts: 0, refusal: null }
  const keys = (rows: TimelineRow[]) => rows.map(({ key }) => key)
  expect(keys(timelineOf([message(1)], [], 'ada', null))).toEqual(keys(timelineOf([], [outgoing], 'ada', null)))
})
