import type { Message } from '../../api/types'
import { mergeMessages, within } from './mergeMessages'

const longest = 100

/**
 * The newest messages of a topic, kept up to date while somebody reads far above them: so the way back to the end, and
 * what one sends from up there, need not wait for the server.
 */
export function createTail() {
  let held: readonly Message[] = []
  const isWhole = () => held.every(({ seq }, index) => index === 0 || seq === (held[index - 1]?.seq ?? 0) + 1)

  return {
    keep: (messages: readonly Message[]) => void (held = messages.slice(-longest)),
    learn: (news: readonly Message[]) => {
      if (held.length) held = mergeMessages(held, within(held, news, true))
    },
    /** The newest messages without a gap up to a seq, or null when some of them are not known. */
    upTo: (headSeq: number): readonly Message[] | null => (held.length && (held.at(-1)?.seq ?? 0) >= headSeq && isWhole() ? held : null),
  }
}
