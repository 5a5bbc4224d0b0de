import { expect, test } from 'vitest'
import { adminUser } from '../testingAdmin'
import { consequencesOf, namesOf, suspensionOf } from './userWords'

test('what stays of a removed user is named, and counts beyond what is counted are called more', () => {
  expect(consequencesOf({ messages: 100, topicsCreated: 3, memberships: 1, openReports: 0 })).toEqual([
    '100 or more messages stay, under the name Deleted user.',
    '3 topics that they created stay.',
    'They leave 1 private topic or conversation.',
    'Their sessions end, and nobody can log in with this account again.',
  ])
})

test('a suspension is told with its end and its reason', () => {
  const suspension = { since: '2026-01-01T00:00:00.000Z', until: null, reason: 'Spam' }
  expect(suspensionOf(adminUser('ben', { suspension }))).toBe('Indefinitely. Reason: Spam')
  expect(suspensionOf(adminUser('ben'))).toBe('')
})

test('ten people are named, and others are counted', () => {
  const people = Array.from({ length: 12 }, (_, index) => adminUser(`u${index}`))
  expect(namesOf(people.slice(0, 2))).toBe('u0, u1')
  expect(namesOf(people)).toBe('u0, u1, u2, u3, u4, u5, u6, u7, u8, u9 and 2 more')
})
