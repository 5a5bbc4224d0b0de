import { expect, test } from 'vitest'
import { nextTopic } from './useUnreadKeys'

const listed = ['a', 'b', 'c', 'd']
const unread = (...ids: string[]) => (id: string) => ids.includes(id)

test('the next unread topic is the one below the open one, or the first again', () => {
  expect([nextTopic(listed, 'b', unread('a', 'd'), 1), nextTopic(listed, 'd', unread('a', 'd'), 1)]).toEqual(['d', 'a'])
})

test('the previous unread topic is the one above the open one, or the last again', () => {
  expect([nextTopic(listed, 'c', unread('a', 'd'), -1), nextTopic(listed, 'a', unread('a', 'd'), -1)]).toEqual(['a', 'd'])
})

test('where no topic is open, the first unread one is next', () => {
  expect(nextTopic(listed, '', unread('c', 'd'), 1)).toBe('c')
})

test('where nothing else is unread, there is no next one', () => {
  expect(nextTopic(listed, 'a', unread('a'), 1)).toBeNull()
})
