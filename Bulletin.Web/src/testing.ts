import type { Message, Topic, User } from './api/types'

/** People, topics and messages for tests. */
export const user = (name: string): User => ({ id: name, username: name, displayName: name, createdAt: '2026-01-01T00:00:00.000Z' })

const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 9, n)).toISOString()

export const message = (seq: number, changes: Partial<Message> = {}): Message => ({
  topicId: 'tea',
  seq,
  revision: seq,
  clientId: `client-${seq}`,
  author: user('ada'),
  text: `line ${seq}`,
  replyTo: null,
  createdAt: minute(seq),
  editedAt: null,
  deletedAt: null,
  mentions: [],
  mentionsAll: false,
  reactions: [],
  ...changes,
})

export const topic = (id: string, changes: Partial<Topic> = {}): Topic => ({
  id,
  name: id,
  description: null,
  createdAt: minute(0),
  createdBy: user('ada'),
  lastActivityAt: minute(0),
  lastSeq: 0,
  revision: 0,
  lastMessage: null,
  access: 'public',
  locked: false,
  resolvedAt: null,
  memberCount: null,
  members: null,
  pins: [],
  ...changes,
})

/** A direct conversation between these people. */
export const direct = (id: string, ...members: User[]): Topic => topic(id, { name: null, access: 'direct', members, memberCount: members.length })

/** A browser storage that accepts no more data once it is marked as full. */
export function storageWithAnEnd(storage: Storage) {
  const state = { full: false }
  const proxied = new Proxy(storage, {
    get(held, name) {
      if (name === 'setItem' && state.full) return () => { throw new DOMException('full', 'QuotaExceededError') }
      const value: unknown = Reflect.get(held, name)
      return typeof value === 'function' ? value.bind(held) : value
    },
  })
  return Object.assign(state, { storage: proxied })
}
