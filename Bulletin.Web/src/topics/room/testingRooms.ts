import { createPinia, setActivePinia } from 'pinia'
import { expect, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { Hub } from '../../api/hub'
import type { Topic } from '../../api/types'
import { useConnection } from '../../connection/connection'
import { useDirectory } from '../../directory/directory'
import { usePersonal } from '../../personal/personal'
import { state } from '../../personal/testingPersonal'
import { message, topic, user } from '../../testing'
import { useRooms } from './rooms'

interface Server {
  isMember: boolean
  /** Whether the private topic is beyond the first page of the list. */
  isBeyond: boolean
  /** What the server calls a topic that is not there. */
  code: string
  /** Holds back the answers to changes. */
  line: Promise<void>
}

/** The open private topic “tea”, a list that holds it and the public topic “pub”, and the events of the server. */
export async function openPrivate(access: Topic['access'] = 'private') {
  setActivePinia(createPinia())
  localStorage.clear()
  useSession().user = user('ada')
  const handlers: [string, (payload: unknown) => void][] = []
  vi.spyOn(Hub.prototype, 'listen').mockImplementation((event, handler) => {
    handlers.push([event, (payload) => Reflect.apply(handler, null, [payload])])
    return () => undefined
  })
  const tea = topic('tea', { access, lastSeq: 1 })
  const pub = topic('pub', { lastActivityAt: '2026-01-06T09:00:00.000Z' })
  const server: Server = { isMember: true, isBeyond: false, code: 'topic_not_found', line: Promise.resolve() }
  const list = () => ({ items: server.isMember && !server.isBeyond ? [pub, tea] : [pub], next: server.isBeyond ? 'more' : null })
  vi.stubGlobal('fetch', async ({ url, method }: Request) => {
    const { pathname } = new URL(url)
    if (pathname.endsWith('/me/topics') || pathname.endsWith('/notifications')) return Response.json({ items: [], next: null, unread: 0 })
    if (pathname.endsWith('/topics')) return Response.json(list())
    if (pathname.includes('/pub')) return Response.json(pathname.endsWith('/pub') ? pub : { items: [], next: null })
    if (method !== 'GET') await server.line
    else if (!server.isMember) return Response.json({ status: 404, code: server.code }, { status: 404 })
    if (pathname.endsWith('/changes')) return Response.json({ items: [], revision: 1, reset: false })
    if (method === 'PUT') return new Response(null, { status: 204 })
    return Response.json(pathname.endsWith('/messages') ? { items: [message(1)], next: null } : tea)
  })
  useTokens(() => Promise.resolve('a token'))

  const arrivals: (() => void)[] = []
  vi.spyOn(useConnection(), 'whenConnected').mockImplementation((arrive) => {
    arrivals.push(arrive)
    return () => undefined
  })
  const connected = vi.spyOn(Hub.prototype, 'connected', 'get').mockReturnValue(false)
  vi.spyOn(Hub.prototype, 'invoke').mockImplementation((method, topicId) => {
    if (method === 'WatchDirectory') return Promise.resolve(list())
    if (method === 'WatchMe') return Promise.resolve({ version: 1, topics: server.isMember ? [state('tea', { readSeq: 1 })] : [], notifications: [], unreadNotifications: 0, reset: false })
    if (topicId === 'tea' && !server.isMember) return Promise.reject(new Error('HubException: topic_not_found: No such topic.'))
    return Promise.resolve({ topic: topicId === 'tea' ? tea : pub, messages: topicId === 'tea' ? [message(1)] : [], revision: 1, reset: false })
  })

  const [directory, rooms, personal] = [useDirectory(), useRooms(), usePersonal()]
  await directory.load()
  personal.markRead('tea', 1)
  const room = rooms.open('tea')
  await vi.waitFor(() => expect(room.status.value).toBe('ready'))
  const hear = (event: string, payload: unknown) => { for (const [name, handle] of handlers) if (name === event) handle(payload) }

  /** Connects, perhaps after an absence. */
  function connect(): void {
    connected.mockReturnValue(true)
    for (const arrive of arrivals) arrive()
  }
  /** Everything that is remembered of a topic. */
  const kept = () => JSON.stringify([{ ...localStorage }, personal.stateOf('tea')])
  return { directory, rooms, room, server, tea, hear, connect, kept, listed: () => directory.topics.map(({ id }) => id) }
}
