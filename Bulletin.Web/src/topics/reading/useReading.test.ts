import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick, ref } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { usePersonal } from '../../personal/personal'
import { state } from '../../personal/testingPersonal'
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
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
  return () => vi.unstubAllGlobals()
})


async function opened(readSeq = 20) {
  const personal = usePersonal()
  personal.adopt(state('tea', { readSeq, unread: 200 - readSeq }), tea)
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: tea }),
    page: (_, limit) => Promise.resolve({ ok: true, value: { items: log.slice(-limit), next: null } }),
    join: () => Promise.reject(new Error('nobody is asked')),
    changes: () => Promise.reject(new Error('nobody is asked')),
    leave: () => Promise.resolve(),
  })
  await room.load()
  const seesEnd = ref<boolean | null>(null)
  const scope = effectScope()
  const reading = scope.run(() => useReading(room, seesEnd))
  if (!reading) throw new Error('no scope')
  const read = () => personal.stateOf('tea')?.readSeq
  return { personal, room, seesEnd, scope, reading, read }
}

test('what is new stays unread, and is counted, until its end has come into sight', async () => {
  const { personal, reading, seesEnd, read } = await opened(110)
  expect(reading.firstUnread.value).toBe(111)
  for (const unknown of [null, false]) {
    seesEnd.value = unknown
    await nextTick()
    expect([personal.unreadOf(tea), reading.newCount.value]).toEqual([90, 90])
  }
  seesEnd.value = true
  await nextTick()
  expect([read(), personal.unreadOf(tea), reading.newCount.value]).toEqual([200, 0, 0])
})

test('the line of new messages moves to where the topic is marked unread from', async () => {
  const { personal, reading, seesEnd, read } = await opened()
  seesEnd.value = true
  await nextTick()
  void personal.markUnread('tea', 150)
  await nextTick()
  expect([reading.firstUnread.value, read()]).toEqual([150, 149])
})

test('what was marked unread stays so while new messages come', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const { personal, room, seesEnd, read } = await opened()
  seesEnd.value = true
  await nextTick()
  void personal.markUnread('tea', 150)
  room.receive(message(201, { author: user('ben') }))
  await nextTick()
  expect(read()).toBe(149)
})

test('who posts after marking a topic unread reads it again', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const { personal, room, seesEnd, read } = await opened()
  seesEnd.value = true
  await nextTick()
  void personal.markUnread('tea', 150)
  room.receive(message(201, { author: user('ada') }))
  await nextTick()
  expect(read()).toBe(201)
})

test('nothing is marked read before it is known how far one has read', async () => {
  vi.stubGlobal('fetch', () => new Promise(() => undefined))
  const personal = usePersonal()
  vi.spyOn(personal, 'knows').mockReturnValue(false)
  const { reading, seesEnd, read } = await opened()
  seesEnd.value = true
  await nextTick()
  expect([reading.known.value, read()]).toEqual([false, 20])
})
