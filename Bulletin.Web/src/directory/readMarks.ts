import type { Topic } from '../api/types'
import { keepValue } from '../ui/keepValue'

/** How far this browser has read: a seq per topic, and the time from which on topics count as new; '' until the first list has come. */
export interface ReadMarks {
  since: string
  read: Record<string, number>
}

const beforeAll = new Date(0).toISOString()
/** A topic may be read before the first list has come. */
const isBegun = ({ since }: ReadMarks): boolean => since !== ''
const keyOf = (userId: string) => `bulletin.read.${userId}`
const isMarks = (value: unknown): value is ReadMarks =>
  typeof value === 'object' && value !== null && 'since' in value && 'read' in value && typeof value.read === 'object' && value.read !== null

export function loadMarks(userId: string, storage: Storage = localStorage): ReadMarks | null {
  try {
    const value: unknown = JSON.parse(storage.getItem(keyOf(userId)) ?? 'null')
    return isMarks(value) ? value : null
  } catch {
    return null
  }
}

export const saveMarks = (userId: string, marks: ReadMarks, storage: Storage = localStorage): void =>
  void keepValue(storage, keyOf(userId), marks)

/** Up to which message a topic counts as read here. Of one that was there before the first visit, at most the latest post is news. */
export function readUpTo(marks: ReadMarks | null, topic: Topic): number {
  const read = marks?.read[topic.id]
  if (read !== undefined) return read
  if (marks && isBegun(marks) && topic.createdAt > marks.since) return 0
  return marks && isBegun(marks) && topic.lastActivityAt > marks.since ? topic.lastSeq - 1 : topic.lastSeq
}

/** Its excerpt is empty then. */
const lastIsDeleted = ({ lastMessage, lastSeq }: Topic): boolean => lastMessage?.seq === lastSeq && lastMessage.excerpt === ''

/** How many messages of a topic were not seen here. A deleted one is no news, as far as the topic tells of it. */
export function unreadOf(marks: ReadMarks | null, topic: Topic, me: string | undefined): number {
  if (topic.lastMessage?.author.id === me) return 0
  return Math.max(0, topic.lastSeq - readUpTo(marks, topic) - (lastIsDeleted(topic) ? 1 : 0))
}

/**
 * What is known once topics are listed. The first list says what was there before the first visit; each topic that was is
 * counted from where it stands when it is first heard of, so that its history is not news.
 */
export function withListed(marks: ReadMarks | null, topics: readonly Topic[]): ReadMarks {
  const since = marks && isBegun(marks) ? marks.since : (topics[0]?.lastActivityAt ?? beforeAll)
  const begun = { since, read: marks?.read ?? {} }
  const old = topics.filter(({ id, createdAt }) => begun.read[id] === undefined && createdAt <= since)
  if (marks && isBegun(marks) && !old.length) return marks
  return { since, read: { ...begun.read, ...Object.fromEntries(old.map((topic) => [topic.id, readUpTo(begun, topic)])) } }
}
