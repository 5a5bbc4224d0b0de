import { createApp, h } from 'vue'
import { expect, test } from 'vitest'
import type { AuditEntry } from './types'
import ChangeList from './ChangeList.vue'

function linesOf(before: AuditEntry['before'], after: AuditEntry['after']): (string | undefined)[] {
  const entry: AuditEntry = { id: 'e', at: '2026-03-01T10:00:00Z', actor: null, action: 'user.renamed', target: { kind: 'user', id: 'u', seq: null, name: 'ada' }, before, after, address: null, traceId: null }
  const place = document.createElement('div')
  const app = createApp(() => h(ChangeList, { entry }))
  app.mount(place)
  const lines = [...place.querySelectorAll('li')].map(({ textContent }) => textContent?.replaceAll(/\s+/g, ' ').trim())
  app.unmount()
  return lines
}

test('an act shows each field that it changed, as it was and as it became', () => {
  expect(linesOf({ displayName: 'Ada', role: 'member' }, { displayName: 'Ada L', role: 'member' })).toEqual(['Display name: before Ada after Ada L'])
})

test('a text that only looks like a timestamp is shown as it is', () => {
  expect(linesOf({ text: '2026-13-45T99:99Z' }, { text: 'b' })).toEqual(['Text: before 2026-13-45T99:99Z after b'])
})

test('what was created has no before, and what was removed no after', () => {
  expect(linesOf(null, { role: 'member' })).toEqual(['Role: after member'])
  expect(linesOf({ role: 'member' }, null)).toEqual(['Role: before member'])
})
