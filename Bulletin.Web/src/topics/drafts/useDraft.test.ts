import { createPinia, setActivePinia } from 'pinia'
import { effectScope } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { storageWithAnEnd, user } from '../../testing'
import { draftKey, emptyDraft, readDraft, writeDraft } from './drafts'
import { useDraft } from './useDraft'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().user = user('ada')
  return () => vi.unstubAllGlobals()
})

function opened() {
  const draft = effectScope().run(() => useDraft('tea'))
  if (!draft) throw new Error('no scope')
  return draft
}

const hear = () => window.dispatchEvent(new StorageEvent('storage', { key: draftKey('ada', 'tea') }))

test('what another tab wrote is taken over and not written back, where it would undo the next key press there', () => {
  const draft = opened()
  draft.text = 'he'
  writeDraft('ada', 'tea', { text: 'hello', replyTo: 4, edits: { 7: 'changed' }, begun: { 7: { revision: 7, text: 'line 7' } } })
  const written = vi.spyOn(localStorage, 'setItem')
  const removed = vi.spyOn(localStorage, 'removeItem')
  hear()
  expect(draft).toEqual({ text: 'hello', replyTo: 4, edits: { 7: 'changed' }, begun: { 7: { revision: 7, text: 'line 7' } } })
  expect([written.mock.calls, removed.mock.calls]).toEqual([[], []])
  draft.text += '!'
  expect(readDraft('ada', 'tea').text).toBe('hello!')
})

test('each change under way is kept, beside the others', () => {
  const draft = opened()
  draft.edits[3] = 'third'
  draft.edits[5] = 'fifth'
  draft.edits[3] += '.'
  expect(opened().edits).toEqual({ 3: 'third.', 5: 'fifth' })
  draft.edits = {}
  expect(readDraft('ada', 'tea')).toEqual(emptyDraft())
  expect(localStorage.length).toBe(0)
})

test('where the storage is full, one goes on typing', () => {
  const room = storageWithAnEnd(localStorage)
  vi.stubGlobal('localStorage', room.storage)
  const draft = opened()
  draft.text = 'hello'
  room.full = true
  expect(() => (draft.text = 'hello there')).not.toThrow()
  expect(draft.text).toBe('hello there')
  expect(readDraft('ada', 'tea').text).toBe('hello')
})
