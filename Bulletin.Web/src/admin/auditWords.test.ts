import { expect, test } from 'vitest'
import { exactTime } from '../ui/times'
import { actionInWords, changesOf } from './auditWords'

test('only what differs is told as changed', () => {
  expect(changesOf({ name: 'Tea', locked: false }, { name: 'Tea', locked: true })).toEqual([{ name: 'Locked', before: 'no', after: 'yes' }])
  expect(changesOf(null, { role: 'admin' })).toEqual([{ name: 'Role', before: null, after: 'admin' }])
  expect(changesOf({ retentionDays: 30 }, {})).toEqual([{ name: 'Retention days', before: '30', after: 'none' }])
  expect(changesOf({ author: 'ada', text: 'a' }, { text: 'b' }).map(({ name }) => name)).toEqual(['Text'])
  expect(changesOf({ author: 'ada', text: 'a' }, null).map(({ name }) => name)).toEqual(['Author', 'Text'])
  expect(changesOf(null, null)).toEqual([])
})

test('only the time fields are shown in local time, and only if they hold a date', () => {
  const at = '2026-03-01T10:00:00Z'
  const after = { until: at, removedAt: at, since: '2026-13-45T99:99Z', text: at, reason: `Come back at ${at}` }
  expect(changesOf(null, after).map((change) => change.after)).toEqual([exactTime(at), exactTime(at), '2026-13-45T99:99Z', at, `Come back at ${at}`])
})

test('an act that a newer server knows is told by its name', () => {
  expect([actionInWords('user.removed'), actionInWords('user.sung')]).toEqual(['User removed', 'user.sung'])
})
