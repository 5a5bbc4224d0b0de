import type { Topic, TopicState } from '../api/types'

/** Counts are exact below this; it means "or more". */
export const mostCounted = 99

/** A count of unread messages or notifications as it is shown: with a plus sign if there may be more. */
export const shownCount = (count: number): string => (count >= mostCounted ? `${mostCounted}+` : String(count))

/** What a count needs to know of a topic. */
export type Head = Pick<Topic, 'lastSeq' | 'revision' | 'lastMessage'>

/** A state, and up to where its counts hold: the topic's lastSeq and revision then, or null if that is unknown. */
export interface Counted {
  state: TopicState
  upTo: { seq: number; revision: number } | null
}

/** The messages after the position, from what is known without asking; null if it has to be asked for. */
function unreadAt({ state, upTo }: Counted, { lastSeq, lastMessage }: Head, me: string): number | null {
  if (lastSeq <= state.readSeq) return 0
  // A deleted message has an empty excerpt.
  const isNews = lastMessage?.seq === lastSeq && lastMessage.author.id !== me && lastMessage.excerpt !== ''
  if (lastSeq === state.readSeq + 1 && lastMessage?.seq === lastSeq) return isNews ? 1 : 0
  if (upTo === null) return null
  if (lastSeq === upTo.seq) return state.unread
  if (state.unread >= mostCounted) return mostCounted
  return lastSeq === upTo.seq + 1 && lastMessage?.seq === lastSeq ? Math.min(mostCounted, state.unread + (isNews ? 1 : 0)) : null
}

/** The counts after something happened in the topic, and whether they are certain; otherwise the server has to be asked. */
export function countOn(held: Counted, head: Head, me: string): { counted: Counted; certain: boolean } {
  const { state, upTo } = held
  if (upTo && head.lastSeq < upTo.seq) return { counted: held, certain: true }
  const unread = unreadAt(held, head, me)
  if (unread === null) return { counted: held, certain: false }
  const isAfterOne = head.lastSeq <= state.readSeq + 1
  // A change without a message may have deleted one. Two changes at once may be a message and a deletion.
  const changes = upTo ? head.revision - upTo.revision : 1
  const messages = upTo ? head.lastSeq - upTo.seq : 1
  const certain = isAfterOne || (unread >= mostCounted && messages > 0) || unread === 0 || changes <= messages
  const counts = { unread, mentions: unread === 0 ? 0 : Math.min(state.mentions, unread) }
  return { counted: { state: { ...state, ...counts }, upTo: { seq: head.lastSeq, revision: head.revision } }, certain }
}

/** Whether a count without a known end must be wrong: there is a message by somebody else, and none is counted. */
export const contradicts = ({ state, upTo }: Counted, { lastSeq, lastMessage }: Head, me: string): boolean =>
  upTo === null && state.unread === 0 && lastSeq > state.readSeq + 1 && lastMessage?.author.id !== me && lastMessage?.excerpt !== ''
