import type { Topic } from '../api/types'
import { keepValue } from '../ui/keepValue'

/** How far this browser has read: a seq per topic, and the time after which topics count as new; '' until the first list has loaded. */
export interface ReadMarks {
  since: string
  read: Record<string, number>
}

const beforeAll = new Date(0).toISOString()
/** A topic may be read before the first list has loaded. */
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

/** The seq up to which a topic counts as read here. If it is older than the first visit, at most its latest post is new. */
export function readUpTo(marks: ReadMarks | null, topic: Topic): number {
  const read = marks?.read[topic.id]
  if (read !== undefined) return read
  if (marks && isBegun(marks) && topic.createdAt > marks.since) return 0
  return marks && isBegun(marks) && topic.lastActivityAt > marks.since ? topic.lastSeq - 1 : topic.lastSeq
}

/** A deleted message has an empty excerpt. */
const lastIsDeleted = ({ lastMessage, lastSeq }: Topic): boolean => lastMessage?.seq === lastSeq && lastMessage.excerpt === ''

/** The number of unread messages of a topic. A deleted latest message does not count; others can't be told from the topic. */
export function unreadOf(marks: ReadMarks | null, topic: Topic, me: string | undefined): number {
  if (topic.lastMessage?.author.id === me) return 0
  return Math.max(0, topic.lastSeq - readUpTo(marks, topic) - (lastIsDeleted(topic) ? 1 : 0))
}

/**
 * The marks after topics were listed. The first list sets the time of the first visit. A topic from before it counts from
 * its state when it is first heard of, so that its history is not new.
 */
export function withListed(marks: ReadMarks | null, topics: readonly Topic[]): ReadMarks {
  const since = marks && isBegun(marks) ? marks.since : (topics[0]?.lastActivityAt ?? beforeAll)
  const begun = { since, read: marks?.read ?? {} }
  const old = topics.filter(({ id, createdAt }) => begun.read[id] === undefined && createdAt <= since)
  if (marks && isBegun(marks) && !old.length) return marks
  return { since, read: { ...begun.read, ...Object.fromEntries(old.map((topic) => [topic.id, readUpTo(begun, topic)])) } }
}
