import { computed } from 'vue'
import type { Draft } from '../drafts/drafts'
import { withoutBlankEnds } from './withoutBlankEnds'

export const maxLength = 4_000
const typingPause = 3_000

/** Unicode characters, as the server counts them; emoji outside the basic plane count as one. */
const lengthOf = (text: string): number => [...text].length

/** The words being written, which stay as they are typed: short codes become emoji where a message is shown. */
export function useComposer(draft: Draft, typing: () => void) {
  let lastTyping = 0

  const text = computed({
    get: () => draft.text,
    set: (written) => {
      draft.text = written
      if (written && Date.now() - lastTyping > typingPause) {
        lastTyping = Date.now()
        typing()
      }
    },
  })
  const left = computed(() => (draft.text.length < maxLength / 2 ? maxLength : maxLength - lengthOf(draft.text)))

  /** Empties the draft and answers what it held. */
  function take(): { text: string; replyTo: number | null } {
    const taken = { text: withoutBlankEnds(draft.text), replyTo: draft.replyTo }
    lastTyping = 0
    return taken
  }

  return { text, left, canSend: computed(() => draft.text.trim() !== '' && left.value >= 0), take }
}
