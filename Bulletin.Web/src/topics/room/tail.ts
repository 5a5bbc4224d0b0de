import type { Message } from '../../api/types'
import { mergeMessages, within } from './mergeMessages'

const longest = 100

/**
 * The newest messages of a topic, kept up to date while the user reads far above them. Returning to the end, and showing
 * a message sent from further up, need not wait for the server.
 */
export function createTail() {
  let held: readonly Message[] = []
  const isWhole = () => held.every(({ seq }, index) => index === 0 || seq === (held[index - 1]?.seq ?? 0) + 1)

  return {
    keep: (messages: readonly Message[]) => void (held = messages.slice(-longest)),
    learn: (news: readonly Message[]) => {
      if (held.length) held = mergeMessages(held, within(held, news, true))
    },
    /** The newest messages up to a seq without gaps, or null if some of them are unknown. */
    upTo: (headSeq: number): readonly Message[] | null => (held.length && (held.at(-1)?.seq ?? 0) >= headSeq && isWhole() ? held : null),
  }
}
