import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { user } from '../../testing'
import { emptyDraft } from '../drafts/drafts'
import { useOutgoing } from '../sending/outgoing'
import { outboxOf } from '../sending/outbox'
import { takeBack } from './takeBack'

const refused = { clientId: 'c', topicId: 'tea', text: 'hello @all', replyTo: 4, createdAt: '', attempts: 1, refusal: 'No.' }

Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (_: string, work: () => unknown) => Promise.resolve(work()) } })

beforeEach(() => {
  localStorage.clear()
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  setActivePinia(createPinia())
  outboxOf('ada').put(refused)
  useSession().user = user('ada')
  return () => {
    useOutgoing().$dispose()
    vi.unstubAllGlobals()
  }
})

test('a message that was not sent can be written anew', () => {
  const draft = emptyDraft()
  takeBack(draft, refused)
  expect(draft).toMatchObject({ text: 'hello @all', replyTo: 4 })
  expect(useOutgoing().waiting).toEqual([])
})

test('what was begun meanwhile stays', () => {
  const draft = { ...emptyDraft(), text: 'and then', replyTo: 9 }
  takeBack(draft, refused)
  expect(draft).toMatchObject({ text: 'and then\n\nhello @all', replyTo: 9 })
})
