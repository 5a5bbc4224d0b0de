import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test } from 'vitest'
import { useSession } from '../accounts/session'
import { user } from '../testing'
import { useUnread } from './unread'

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().user = user('ada')
})

test('how far a topic was read can be forgotten, without that of any other', () => {
  const unread = useUnread()
  unread.markRead('secret', 4)
  unread.markRead('tea', 7)
  unread.forget('secret')
  expect(localStorage.getItem('bulletin.read.ada')).toBe('{"since":"","read":{"tea":7}}')
})
