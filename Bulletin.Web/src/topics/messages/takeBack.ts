import type { Draft } from '../drafts/drafts'
import { useOutgoing } from '../sending/outgoing'
import type { OutgoingMessage } from '../sending/outbox'

/** Takes a message that was not sent back into the draft, below what was begun meanwhile. */
export function takeBack(draft: Draft, outgoing: OutgoingMessage): void {
  draft.text = [draft.text, outgoing.text].filter(Boolean).join('\n\n')
  draft.replyTo ??= outgoing.replyTo
  // After the draft has it, so that the text is always in at least one of them.
  useOutgoing().discard(outgoing)
}
