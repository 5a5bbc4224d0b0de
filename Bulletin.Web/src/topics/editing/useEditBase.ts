import { computed, inject } from 'vue'
import type { Message } from '../../api/types'
import { editBaseOf } from '../drafts/drafts'
import { currentDraft } from '../drafts/useDraft'

/** The state of the message when its edit began, and whether its text has changed since. */
export function useEditBase(message: () => Message) {
  const draft = inject(currentDraft, null)
  const first = editBaseOf(message())
  const base = computed(() => draft?.begun[message().seq] ?? first)
  const isNewer = computed(() => message().revision !== base.value.revision && message().text !== base.value.text)
  return { base, isNewer }
}
