import { expect, test } from 'vitest'
import { filtersOf, withFilter, withoutPart } from './filters'

const read = (query: string) => filtersOf(query).map(({ operator, value }) => `${operator}=${value}`)

test.each([
  ['kettle from:ann', ['from=ann']],
  ['FROM:Ann In:"Tea club" kettle', ['from=Ann', 'in=Tea club']],
  ['in:„Tea club“ has:link is:mine', ['in=Tea club', 'has=link', 'is=mine']],
  ['before:2026-01-31 after:2026-01-01 mentions:me', ['before=2026-01-31', 'after=2026-01-01', 'mentions=me']],
  ['in:"not closed', ['in=not closed']],
])('the operators of %j are read', (query, filters) => {
  expect(read(query)).toEqual(filters)
})

test.each(['from:', 'from: ann', '"before:2026-01-31"', 'say "in:tea" please', '-from:ann', 'http://from:ann', 'foo:bar', 'xfrom:ann', '-"from:ann"'])('%j has no operator', (query) => {
  expect(read(query)).toEqual([])
})

test.each([
  ['kettle from:ann', 'kettle'],
  ['from:ann kettle', 'kettle'],
  ['kettle  from:ann  cup', 'kettle cup'],
  ['in:"Tea club"', ''],
])('without its operator, %j is %j', (query, rest) => {
  const [filter] = filtersOf(query)
  expect(filter && withoutPart(query, filter)).toBe(rest)
})

test('an operator is added before the words, in quotation marks if it has to be', () => {
  expect(withFilter('kett', 'from', 'ann')).toBe('from:ann kett')
  expect(withFilter('', 'in', 'Tea club')).toBe('in:"Tea club"')
  expect(withFilter('from:ann kett', 'from', 'ben')).toBe('from:ann from:ben kett')
})

test('what is there already is not added again', () => {
  expect(withFilter('in:"tea club" kettle', 'in', 'Tea club')).toBe('in:"tea club" kettle')
})

test('a day replaces the one before, in its place', () => {
  expect(withFilter('before:2026-01-31 kettle after:2026-01-01', 'before', '2026-02-01')).toBe('before:2026-02-01 kettle after:2026-01-01')
})
