import { expect, test } from 'vitest'
import { confirmationOf, consequencesOf, lossOf, namesOf, retentionOf, stateOf } from './topicWords'

test('the state of a topic is the one that says most', () => {
  const at = '2026-01-01T00:00:00.000Z'
  expect(stateOf({ removedAt: at, locked: true, resolvedAt: at })).toBe('removed')
  expect(stateOf({ removedAt: null, locked: true, resolvedAt: at })).toBe('locked')
  expect(stateOf({ removedAt: null, locked: false, resolvedAt: at })).toBe('resolved')
  expect(stateOf({ removedAt: null, locked: false, resolvedAt: null })).toBe('active')
})

test('what goes with a topic is named', () => {
  expect(consequencesOf({ lastSeq: 1, memberCount: 12 }).slice(0, 2)).toEqual(['Nobody can read its 1 message any more.', 'It disappears for 12 members.'])
  expect(consequencesOf({ lastSeq: 0, memberCount: null })).toHaveLength(2)
})

test('a topic without a name can be confirmed too, and many topics are counted', () => {
  expect([confirmationOf({ name: 'Tea' }), confirmationOf({ name: null })]).toEqual(['Tea', 'remove'])
  expect(namesOf([{ name: 'Tea' }, { name: null }])).toBe('“Tea”, “Direct conversation”')
  expect(namesOf(Array.from({ length: 4 }, () => ({ name: 'Tea' })))).toBe('4 topics')
})

test('how long messages are kept is said in words', () => {
  expect([null, 0, 1, 30].map(retentionOf)).toEqual(['Site default', 'Forever', '1 day', '30 days'])
})

test('only a shorter retention deletes messages', () => {
  expect([lossOf(30, 30), lossOf(3, 30), lossOf(30, 0), lossOf(null, 0)]).toEqual(['', '', '', ''])
  expect([lossOf(30, 3), lossOf(0, 3), lossOf(null, 3)]).toEqual(Array.from({ length: 3 }, () => 'Messages older than 3 days are deleted for good.'))
  expect(lossOf(0, null)).toContain('If the settings of the site delete old messages')
})
