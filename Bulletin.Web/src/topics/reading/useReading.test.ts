import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick, ref } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useUnread } from '../../directory/unread'
import { message, topic, user } from '../../testing'
import { createRoom } from '../room/room'
import { useReading } from './useReading'

const log = Array.from({ length: 200 }, (_, index) => message(index + 1, { author: user('ben') }))
const tea = topic('tea', { lastSeq: 200, lastActivityAt: log[199]?.createdAt ?? '' })

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().user = user('ada')
  vi.spyOn(document, 'hasFocus').mockReturnValue(true)
})

test('what is new stays unread, and is counted, until its end has come into sight', async () => {
  const unread = useUnread()
  unread.listed([])
  unread.markRead('tea', 20)
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: tea }),
    page: (_, limit) => Promise.resolve({ ok: true, value: { items: log.slice(-limit), next: null } }),
    join: () => Promise.reject(new Error('nobody is asked')),
    changes: () => Promise.reject(new Error('nobody is asked')),
    leave: () => Promise.resolve(),
  })
  await room.load()
  const seesEnd = ref<boolean | null>(null)
  const reading = effectScope().run(() => useReading(room, seesEnd))
  expect(reading?.firstUnread.value).toBe(21)
  for (const unknown of [null, false]) {
    seesEnd.value = unknown
    await nextTick()
    expect([unread.countOf(tea), reading?.newCount.value]).toEqual([180, 180])
  }
  seesEnd.value = true
  await nextTick()
  expect([unread.countOf(tea), reading?.newCount.value]).toEqual([0, 0])
})
