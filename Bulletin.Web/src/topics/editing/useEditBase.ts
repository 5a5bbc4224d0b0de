import { computed, inject } from 'vue'
import type { Message } from '../../api/types'
import { editBaseOf } from '../drafts/drafts'
import { currentDraft } from '../drafts/useDraft'

/** What the message said when a change of it was begun, and whether it says something else by now. */
export function useEditBase(message: () => Message) {
  const draft = inject(currentDraft, null)
  const first = editBaseOf(message())
  const base = computed(() => draft?.begun[message().seq] ?? first)
  const isNewer = computed(() => message().revision !== base.value.revision && message().text !== base.value.text)
  return { base, isNewer }
}
