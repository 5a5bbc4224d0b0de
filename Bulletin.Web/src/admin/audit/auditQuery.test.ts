import { expect, test } from 'vitest'
import { placeOf, queryOf, targetInWords } from './auditQuery'

test('filters that are not set are not sent, and days are moments here', () => {
  expect(queryOf({ actor: ' ada ', action: '', after: '2026-03-01', before: '' })).toEqual({
    actor: 'ada', action: undefined, target: undefined, after: new Date('2026-03-01T00:00').toISOString(), before: undefined,
  })
})

test('each act leads to what it was about', () => {
  const target = (kind: string, name = '', seq: number | null = null) => ({ kind, id: 'x', seq, name })
  expect(['user', 'topic', 'message', 'report', 'settings', 'planet'].map((kind) => placeOf(target(kind)))).toEqual([
    { name: 'admin-user', params: { id: 'x' } }, { name: 'admin-topic', params: { id: 'x' } }, { name: 'admin-topic', params: { id: 'x' } },
    { name: 'admin-report', params: { id: 'x' } }, { name: 'admin-settings' }, null,
  ])
  expect([target('user', 'ada'), target('topic', 'Tea'), target('message', 'Tea', 3), target('topic'), target('settings')].map(targetInWords)).toEqual(['@ada', 'Tea', 'Tea, message 3', 'Direct conversation', 'Settings'])
})
