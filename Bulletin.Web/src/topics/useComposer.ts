import { computed } from 'vue'
import type { Draft } from './drafts'

export const maxLength = 4_000
const typingPause = 3_000

/** Unicode characters, as the server counts them; emoji outside the basic plane count as one. */
const lengthOf = (text: string): number => [...text].length

/** The words being written: shortcodes that are closed become emoji at once. */
export function useComposer(draft: Draft, typing: () => void) {
  let lastTyping = 0

  async function replaceShortcode(written: string): Promise<void> {
    if (!/:[a-z0-9_+-]{2,}:$/.test(written)) return
    const { replaceShortcodes } = await import('./emoji/shortcodes')
    if (draft.text === written) draft.text = written.replace(/:[a-z0-9_+-]+:$/, replaceShortcodes)
  }

  const text = computed({
    get: () => draft.text,
    set: (written) => {
      draft.text = written
      void replaceShortcode(written)
      if (written && Date.now() - lastTyping > typingPause) {
        lastTyping = Date.now()
        typing()
      }
    },
  })
  const left = computed(() => (draft.text.length < maxLength / 2 ? maxLength : maxLength - lengthOf(draft.text)))

  /** Empties the draft and answers what it held. */
  function take(): { text: string; replyTo: number | null } {
    const taken = { text: draft.text.trim(), replyTo: draft.replyTo }
    lastTyping = 0
    return taken
  }

  return { text, left, canSend: computed(() => draft.text.trim() !== '' && left.value >= 0), take }
}
