import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { Hub } from '../api/hub'
import type { Notification, PersonalSnapshot, TopicState } from '../api/types'
import { useConnection } from '../connection/connection'
import { message, topic, user } from '../testing'
import { usePersonal } from './personal'
import { state } from './testingPersonal'

let hear: (event: string, payload: unknown) => void
let arrive: () => void
let watched: unknown[]
let answers: ((snapshot: PersonalSnapshot | Error) => void)[]
let calls: [string, string, unknown][]
let stored: TopicState[]

const at = (lastSeq: number, by = 'ben', revision = lastSeq) => topic('tea', { lastSeq, revision, lastMessage: { seq: lastSeq, author: user(by), excerpt: 'hello' } })
const snapshot = (version: number, topics: TopicState[], changes: Partial<PersonalSnapshot> = {}): PersonalSnapshot => ({ version, topics, notifications: [], unreadNotifications: 0, reset: false, ...changes })
const later = (milliseconds = 0) => vi.advanceTimersByTimeAsync(milliseconds)

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const handlers: [string, (payload: unknown) => void][] = []
  vi.spyOn(Hub.prototype, 'listen').mockImplementation((event, handler) => {
    handlers.push([event, (payload) => Reflect.apply(handler, null, [payload])])
    return () => undefined
  })
  hear = (event, payload) => { for (const [name, handle] of handlers) if (name === event) handle(payload) }
  watched = []
  answers = []
  vi.spyOn(Hub.prototype, 'connected', 'get').mockReturnValue(true)
  vi.spyOn(Hub.prototype, 'invoke').mockImplementation((_, version) => {
    watched.push(version)
    return new Promise((resolve, reject) => answers.push((answer) => (answer instanceof Error ? reject(answer) : Reflect.apply(resolve, null, [answer]))))
  })
  vi.spyOn(useConnection(), 'whenConnected').mockImplementation((run) => {
    arrive = run
    return () => undefined
  })
  calls = []
  stored = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, search } = new URL(request.url)
    calls.push([request.method, pathname.replace('/api/v1', '') + search, request.method === 'PUT' ? await request.json().catch(() => null) : null])
    if (pathname.endsWith('/me/topics')) return Response.json({ items: stored.map((own) => ({ ...own, topic: at(9) })), next: null })
    if (pathname.endsWith('/notifications')) return Response.json({ items: [], next: null, unread: 0 })
    return Response.json(stored[0])
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function connected(first: PersonalSnapshot) {
  const personal = usePersonal()
  arrive()
  answers.shift()?.(first)
  await later()
  return personal
}

test('an event that comes before the snapshot is applied after it', async () => {
  const personal = usePersonal()
  arrive()
  hear('ReadMoved', { topicId: 'tea', readSeq: 5, unread: 0, mentions: 0, version: 8 })
  answers.shift()?.(snapshot(7, [state('tea', { readSeq: 2, unread: 3, version: 7 })]))
  await later()
  expect(personal.stateOf('tea')).toMatchObject({ readSeq: 5, unread: 0 })
})

test('a new connection resumes from the last version', async () => {
  await connected(snapshot(7, []))
  hear('LevelChanged', { topicId: 'tea', level: 'all', following: true, version: 9 })
  arrive()
  expect(watched).toEqual([null, 9])
})

test('a resumed connection keeps what has not changed', async () => {
  const personal = await connected(snapshot(7, [state('tea'), state('milk')]))
  arrive()
  answers.shift()?.(snapshot(8, [state('tea', { level: 'muted', version: 8 })]))
  await later()
  expect([personal.stateOf('tea')?.level, personal.stateOf('milk')?.level]).toEqual(['muted', 'default'])
})

test('a reset replaces everything', async () => {
  const personal = await connected(snapshot(7, [state('tea'), state('milk')]))
  arrive()
  answers.shift()?.(snapshot(3, [state('tea')], { reset: true }))
  await later()
  expect([personal.stateOf('tea'), personal.stateOf('milk')]).toEqual([state('tea'), null])
})

test('whoever is told to watch again does so without a version, on the same connection', async () => {
  const personal = await connected(snapshot(7, [state('tea'), state('milk')]))
  hear('WatchAgain', { version: 3 })
  hear('LevelChanged', { topicId: 'tea', level: 'all', following: true, version: 4 })
  await later(1_000)
  answers.shift()?.(snapshot(4, [state('tea', { level: 'all', version: 4 })], { reset: true }))
  await later()
  expect(watched).toEqual([null, null])
  expect([personal.stateOf('tea')?.level, personal.stateOf('milk')]).toEqual(['all', null])
})

test('an answer that was on its way when everything began anew is not taken', async () => {
  const personal = usePersonal()
  arrive()
  hear('WatchAgain', { version: 3 })
  answers.shift()?.(snapshot(7, [state('tea', { readSeq: 5 })]))
  await later(1_000)
  expect(personal.stateOf('tea')).toBeNull()
  answers.shift()?.(snapshot(3, [state('tea', { readSeq: 2 })], { reset: true }))
  await later()
  expect(personal.stateOf('tea')?.readSeq).toBe(2)
})

test('a refused watch is tried again', async () => {
  usePersonal()
  arrive()
  answers.shift()?.(new Error('busy'))
  await later(1_000)
  expect(watched).toHaveLength(2)
})

test('what was marked unread is not marked read before the topic is left', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 9, version: 7 })]))
  personal.heard([at(9)], false)
  stored = [state('tea', { readSeq: 3, unread: 6, version: 8 })]
  await personal.markUnread('tea', 4)
  personal.markRead('tea', 9)
  expect(personal.stateOf('tea')).toMatchObject({ readSeq: 3, unread: 6 })
  personal.release('tea')
  personal.markRead('tea', 9)
  expect(personal.stateOf('tea')).toMatchObject({ readSeq: 9, unread: 0 })
})

test('a topic that was marked unread on another device is not marked read here', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 9, version: 7 })]))
  hear('ReadMoved', { topicId: 'tea', readSeq: 3, unread: 6, mentions: 0, version: 8 })
  personal.markRead('tea', 9)
  expect(personal.stateOf('tea')?.readSeq).toBe(3)
})

test('a position on its way is not moved back by older news', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 2, unread: 7, version: 7 })]))
  personal.heard([at(9)], false)
  personal.markRead('tea', 9)
  hear('ReadMoved', { topicId: 'tea', readSeq: 4, unread: 5, mentions: 0, version: 8 })
  expect(personal.stateOf('tea')).toMatchObject({ readSeq: 9, unread: 0 })
})

test('counts that changed are asked for', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 2, unread: 7, version: 7 })]))
  stored = [state('tea', { readSeq: 2, unread: 4, version: 7 })]
  hear('CountsChanged', { topicIds: ['tea'], version: 8 })
  await later(400)
  expect(calls.map(([, path]) => path)).toContain('/users/me/topics?ids=tea')
  expect(personal.unreadOf({ id: 'tea' })).toBe(4)
})

test('an event about a topic of which nothing is known is asked about', async () => {
  const personal = await connected(snapshot(7, []))
  stored = [state('tea', { readSeq: 9, version: 8 })]
  hear('LevelChanged', { topicId: 'tea', level: 'default', following: true, version: 8 })
  await later(400)
  expect(personal.stateOf('tea')?.readSeq).toBe(9)
})

test('muted topics and those that are not followed do not count as unread', async () => {
  const personal = await connected(snapshot(7, [state('a', { unread: 1 }), state('b', { unread: 1, level: 'muted' }), state('c', { unread: 1, following: false })]))
  expect(personal.unreadIds).toEqual(['a'])
})

test('a notification is told once, however often it comes', async () => {
  const personal = await connected(snapshot(7, []))
  const told: number[] = []
  personal.whenNotified(({ id }) => told.push(id))
  const notification: Notification = { id: 8, kind: 'direct', topic: at(9), message: message(9), actor: user('ben'), emoji: null, createdAt: '', readAt: null }
  for (let times = 0; times < 2; times++) hear('Notified', { notification, unread: 1, version: 8 })
  expect([told, personal.latestNotifications.length, personal.unreadNotifications]).toEqual([[8], 1, 1])
})

test('notifications that were read on another device are read here', async () => {
  const notification: Notification = { id: 5, kind: 'direct', topic: at(9), message: message(9), actor: user('ben'), emoji: null, createdAt: '', readAt: null }
  const personal = await connected(snapshot(7, [], { notifications: [notification], unreadNotifications: 1 }))
  hear('NotificationsRead', { upTo: 5, topicId: null, seq: 0, unread: 0, version: 8 })
  expect(personal.latestNotifications[0]?.readAt).not.toBeNull()
  expect(personal.unreadNotifications).toBe(0)
})

const noted = (id: number, seq: number): Notification => ({ id, kind: 'mention', topic: at(9), message: message(seq), actor: user('ben'), emoji: null, createdAt: '', readAt: null })

test('the notifications of messages that were read are read', async () => {
  const personal = await connected(snapshot(7, [state('tea', { version: 7 })], { notifications: [noted(5, 3), noted(6, 8)], unreadNotifications: 2 }))
  hear('ReadMoved', { topicId: 'tea', readSeq: 4, unread: 5, mentions: 1, version: 8 })
  hear('NotificationsRead', { upTo: 0, topicId: 'tea', seq: 4, unread: 1, version: 9 })
  expect(personal.latestNotifications.map(({ id, readAt }) => [id, readAt !== null])).toEqual([[6, false], [5, true]])
  expect(personal.unreadNotifications).toBe(1)
})

test('notifications are asked for again if more are read than can be told', async () => {
  await connected(snapshot(7, [state('tea', { version: 7 })], { notifications: [noted(5, 3)], unreadNotifications: 1 }))
  hear('NotificationsRead', { upTo: 0, topicId: 'tea', seq: 2, unread: 0, version: 8 })
  await later(400)
  expect(calls.map(([, path]) => path)).toEqual(['/notifications?unread=false&limit=50'])
})

test('counts that changed of no topic are those of notifications', async () => {
  await connected(snapshot(7, []))
  hear('CountsChanged', { topicIds: [], version: 8 })
  await later(400)
  expect(calls.map(([, path]) => path)).toEqual(['/notifications?unread=false&limit=50'])
})

test('a reaction to a message that had been read is read with its topic', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 9, version: 7 })], { notifications: [noted(5, 3)], unreadNotifications: 1 }))
  stored = [state('tea', { readSeq: 9, version: 7 })]
  await personal.readCovered('tea')
  expect(calls).toEqual([['PUT', '/topics/tea/read', { seq: 9 }]])
})

test('a topic without unread notifications is not read again', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 2, version: 7 })], { notifications: [noted(5, 3)], unreadNotifications: 1 }))
  await personal.readCovered('tea')
  expect(calls).toEqual([])
})

test('a topic that is pinned on another device is pinned here', async () => {
  const personal = await connected(snapshot(7, [state('tea', { version: 7 })]))
  hear('LevelChanged', { topicId: 'tea', level: 'default', following: true, pinned: true, version: 8 })
  expect([personal.isPinned('tea'), personal.pinnedIds]).toEqual([true, ['tea']])
})

test('a topic is pinned before the server has answered', async () => {
  const personal = await connected(snapshot(7, [state('tea', { version: 7 })]))
  stored = [state('tea', { pinned: true, version: 8 })]
  const answer = personal.setPinned('tea', true)
  expect(personal.isPinned('tea')).toBe(true)
  await answer
  expect([personal.isPinned('tea'), personal.pinnedIds, calls]).toEqual([true, ['tea'], [['PUT', '/topics/tea/pinned', null]]])
})

test('a refused pin is taken back', async () => {
  const personal = await connected(snapshot(7, [state('tea', { version: 7 })]))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ code: 'too_many_pinned', detail: 'Unpin one first.' }, { status: 409 })))
  const result = await personal.setPinned('tea', true)
  expect([result?.ok, personal.isPinned('tea')]).toEqual([false, false])
})

test('whether a pin without an answer has arrived is asked for', async () => {
  const personal = await connected(snapshot(7, [state('tea', { version: 7 })]))
  const server = fetch
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')))
  await personal.setPinned('tea', true)
  vi.stubGlobal('fetch', server)
  stored = [state('tea', { pinned: true, version: 8 })]
  await later(400)
  expect(personal.isPinned('tea')).toBe(true)
})

test('nothing of somebody else is left', async () => {
  const personal = await connected(snapshot(7, [state('tea')]))
  useSession().user = user('ben')
  expect([personal.stateOf('tea'), personal.knows('tea')]).toEqual([null, false])
})

test('everything that was missed of a topic is told under one version', async () => {
  const personal = await connected(snapshot(7, [state('tea', { readSeq: 2, version: 7 })]))
  hear('ReadMoved', { topicId: 'tea', readSeq: 4, unread: 1, mentions: 0, version: 9 })
  hear('LevelChanged', { topicId: 'tea', level: 'muted', following: true, version: 9 })
  hear('DraftChanged', { topicId: 'tea', draft: { text: 'Well', replyTo: null, version: 9 }, version: 9 })
  expect(personal.stateOf('tea')).toMatchObject({ readSeq: 4, level: 'muted', draft: { text: 'Well' } })
})
