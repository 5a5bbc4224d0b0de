import { computed } from 'vue'
import type { Draft } from '../drafts/drafts'
import { withoutBlankEnds } from './withoutBlankEnds'

export const maxLength = 4_000
const typingPause = 3_000

/** Length in Unicode code points, as the server counts; an emoji outside the basic plane counts as one. */
const lengthOf = (text: string): number => [...text].length

/** The text being written, kept as typed: shortcodes become emoji only when a message is shown. */
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

  /** Returns the content of the draft, ready to send. */
  function take(): { text: string; replyTo: number | null } {
    const taken = { text: withoutBlankEnds(draft.text), replyTo: draft.replyTo }
    lastTyping = 0
    return taken
  }

  return { text, left, canSend: computed(() => draft.text.trim() !== '' && left.value >= 0), take }
}
