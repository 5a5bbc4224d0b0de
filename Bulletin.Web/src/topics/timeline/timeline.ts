import type { Message } from '../../api/types'
import { startOfDay } from '../../ui/times'
import type { OutgoingMessage } from '../sending/outbox'

export type TimelineRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: 'new' }
  | { kind: 'message'; key: string; message: Message; leads: boolean }
  | { kind: 'outgoing'; key: string; outgoing: OutgoingMessage; leads: boolean }

/** Consecutive messages of one author within this many milliseconds are grouped under one name. */
export const groupSpan = 5 * 60_000

/** A message keeps its row when the server confirms it. */
export const messageKey = (authorId: string, clientId: string): string => `${authorId}/${clientId}`

/**
 * The rows of a topic: a line for each new day, one before the first unread message, a name above each run of
 * messages of one author, and unsent messages at the end.
 */
export function timelineOf(
  messages: readonly Message[],
  outgoing: readonly OutgoingMessage[],
  me: string,
  firstUnread: number | null,
): TimelineRow[] {
  const rows: TimelineRow[] = []
  let day = -Infinity
  let author = ''
  let time = 0

  /** Days only increase: a clock that was set back, or a message waiting since yesterday, does not start a day again. */
  function begin(authorId: string, at: string, key: string): boolean {
    let leads = author !== authorId || Date.parse(at) - time > groupSpan
    const midnight = startOfDay(Date.parse(at))
    if (midnight > day) {
      day = midnight
      rows.push({ kind: 'day', key: `day/${key}`, at })
      leads = true
    }
    author = authorId
    time = Date.parse(at)
    return leads
  }

  let marked = false
  for (const message of messages) {
    const key = messageKey(message.author.id, message.clientId)
    let leads = begin(message.author.id, message.createdAt, key)
    if (!marked && firstUnread !== null && message.seq >= firstUnread) {
      marked = true
      leads = true
      rows.push({ kind: 'new', key: 'new' })
    }
    if (message.replyTo !== null) leads = true
    rows.push({ kind: 'message', key, message, leads })
  }
  for (const item of outgoing) {
    const key = messageKey(me, item.clientId)
    const leads = begin(me, item.createdAt, key) || item.replyTo !== null
    rows.push({ kind: 'outgoing', key, outgoing: item, leads })
  }
  return rows
}
