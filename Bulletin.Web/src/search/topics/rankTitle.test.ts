import { expect, test } from 'vitest'
import { rankTitle } from './rankTitle'

test.each([
  ['front', 'frontend', 0],
  ['plan', 'launch plan', 1],
  ['rev bud', 'budget review', 1],
  ['c++', 'learning c++', 2],
  ['end', 'frontend', 2],
  ['frnt', 'frontend', 3],
  ['frnt', 'the frontend', 3],
  ['lnp', 'launch plan', 3],
  ['tntd', 'the frontend', 3],
  ['会議', '明日の会議', 2],
])('%j finds “%s” with rank %d', (query, title, rank) => {
  expect(rankTitle(query, title)).toBe(rank)
})

test.each([
  ['ntnd', 'frontend'],
  ['frx', 'frontend'],
  ['tea', 'coffee'],
  ['x', 'frontend'],
])('%j does not find “%s”', (query, title) => {
  expect(rankTitle(query, title)).toBeNull()
})
