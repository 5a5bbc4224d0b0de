import { expect, test } from 'vitest'
import { completionAt } from './completion'

test.each([
  ['from:', 'from', '', 0],
  ['kettle From:an', 'from', 'an', 7],
  ['in:"Tea cl', 'in', 'Tea cl', 0],
  ['mentions:b', 'mentions', 'b', 0],
])('in %j somebody or something is being chosen', (query, operator, words, start) => {
  expect(completionAt(query, query.length)).toEqual({ operator, words, start })
})

test.each(['', 'kettle', 'from:ann ', 'in:"Tea club"', 'xfrom:a', 'has:l', '-from:a'])('in %j nothing is being chosen', (query) => {
  expect(completionAt(query, query.length)).toBeNull()
})

test('what counts is where the caret is', () => {
  expect(completionAt('from:ann kettle', 7)?.words).toBe('an')
  expect(completionAt('from:ann kettle', 15)).toBeNull()
  expect(completionAt('from:ann', null)).toBeNull()
})
