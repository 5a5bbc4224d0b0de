import type { Message } from '../api/types'
import type { OutgoingMessage } from './outbox'

export type TimelineRow =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: 'new' }
  | { kind: 'message'; key: string; message: Message; leads: boolean }
  | { kind: 'outgoing'; key: string; outgoing: OutgoingMessage; leads: boolean }

/** Messages of one author within this many milliseconds stand under one name. */
export const groupSpan = 5 * 60_000

const dayOf = (at: string): string => new Date(at).toDateString()

/** A message keeps its row while it turns from sent to durable. */
export const messageKey = (authorId: string, clientId: string): string => `${authorId}/${clientId}`

/**
 * The rows of a topic: a line for each new day, one before the first unread message, a name above each run of
 * messages of one author, and what is still on its way at the end.
 */
export function timelineOf(
  messages: readonly Message[],
  outgoing: readonly OutgoingMessage[],
  me: string,
  firstUnread: number | null,
): TimelineRow[] {
  const rows: TimelineRow[] = []
  let day = ''
  let author = ''
  let time = 0

  function begin(authorId: string, at: string): boolean {
    let leads = author !== authorId || Date.parse(at) - time > groupSpan
    if (dayOf(at) !== day) {
      day = dayOf(at)
      rows.push({ kind: 'day', key: `day/${day}`, at })
      leads = true
    }
    author = authorId
    time = Date.parse(at)
    return leads
  }

  let marked = false
  for (const message of messages) {
    let leads = begin(message.author.id, message.createdAt)
    if (!marked && firstUnread !== null && message.seq >= firstUnread) {
      marked = true
      leads = true
      rows.push({ kind: 'new', key: 'new' })
    }
    if (message.replyTo !== null) leads = true
    rows.push({ kind: 'message', key: messageKey(message.author.id, message.clientId), message, leads })
  }
  // What waits since yesterday stands below what came today, and does not begin yesterday anew.
  const notBefore = (at: string) => (Date.parse(at) < time ? new Date(time).toISOString() : at)
  for (const item of outgoing) {
    const leads = begin(me, notBefore(item.createdAt)) || item.replyTo !== null
    rows.push({ kind: 'outgoing', key: messageKey(me, item.clientId), outgoing: item, leads })
  }
  return rows
}
