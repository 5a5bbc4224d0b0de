import type { Topic } from '../api/types'

/** How far this browser has read: a seq per topic, and the time from which on topics count as new. */
export interface ReadMarks {
  since: string
  read: Record<string, number>
}

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
  storage.setItem(keyOf(userId), JSON.stringify(marks))

/** How many messages of a topic were not seen here; 1 at least when some were, 0 when none. */
export function unreadOf(marks: ReadMarks | null, topic: Topic, me: string | undefined): number {
  if (!marks || topic.lastSeq === 0 || topic.lastMessage?.author.id === me) return 0
  const read = marks.read[topic.id]
  if (read !== undefined) return Math.max(0, topic.lastSeq - read)
  return topic.lastActivityAt > marks.since ? topic.lastSeq : 0
}
