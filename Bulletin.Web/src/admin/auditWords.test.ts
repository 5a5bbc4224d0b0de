import { expect, test } from 'vitest'
import { actionInWords, changesOf } from './auditWords'

test('only what differs is told as changed', () => {
  expect(changesOf({ name: 'Tea', locked: false }, { name: 'Tea', locked: true })).toEqual([{ name: 'Locked', before: 'no', after: 'yes' }])
  expect(changesOf(null, { role: 'admin' })).toEqual([{ name: 'Role', before: null, after: 'admin' }])
  expect(changesOf({ retentionDays: 30 }, {})).toEqual([{ name: 'Retention days', before: '30', after: 'none' }])
  expect(changesOf({ author: 'ada', text: 'a' }, { text: 'b' }).map(({ name }) => name)).toEqual(['Text'])
  expect(changesOf({ author: 'ada', text: 'a' }, null).map(({ name }) => name)).toEqual(['Author', 'Text'])
  expect(changesOf(null, null)).toEqual([])
})

test('an act that a newer server knows is told by its name', () => {
  expect([actionInWords('user.removed'), actionInWords('user.sung')]).toEqual(['User removed', 'user.sung'])
})
