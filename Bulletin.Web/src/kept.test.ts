import { beforeEach, expect, test } from 'vitest'
import { countKept, removeKept } from './accounts/kept'
import { emptyDraft, writeDraft } from './topics/drafts/drafts'
import { outboxOf } from './topics/sending/outbox'

/** Everything the browser keeps for a user, written by the modules that keep it. */
function writeAll(userId: string): void {
  writeDraft(userId, 'tea', { ...emptyDraft(), text: 'half a thought' })
  writeDraft(userId, 'coffee', { ...emptyDraft(), edits: { 3: 'changed' } })
  outboxOf(userId).put({ clientId: 'c', topicId: 'tea', text: 'unsent', replyTo: null, createdAt: '', attempts: 0, refusal: null })
}
beforeEach(() => localStorage.clear())

test('all that is kept for an account is counted and removed, and nothing of another', () => {
  for (const name of ['ada', 'ada2']) writeAll(name)
  localStorage.setItem('another.program.ada', 'x')
  expect(countKept('ada')).toEqual({ draft: 2, outbox: 1 })
  removeKept('ada')
  expect(countKept('ada')).toEqual({ draft: 0, outbox: 0 })
  expect(countKept('ada2')).toEqual({ draft: 2, outbox: 1 })
  expect(localStorage).toHaveLength(4)
})
