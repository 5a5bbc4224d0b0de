import { onScopeDispose, reactive, watch } from 'vue'
import { useSession } from '../accounts/session'
import { draftKey, readDraft, writeDraft, type Draft } from './drafts'

/** What this person has begun to write in a topic, kept in the browser with every change and the same in all of its tabs. */
export function useDraft(topicId: string): Draft {
  const userId = useSession().user?.id ?? ''
  const draft = reactive({ ...readDraft(userId, topicId) })
  watch(draft, (changed) => writeDraft(userId, topicId, changed), { flush: 'sync', deep: true })

  // The browser tells the other tabs only: whoever hears of it is not the one who types. What was sent there is not sent again here.
  function follow({ key }: StorageEvent): void {
    if (key === draftKey(userId, topicId)) Object.assign(draft, readDraft(userId, topicId))
  }
  window.addEventListener('storage', follow)
  onScopeDispose(() => window.removeEventListener('storage', follow))
  return draft
}
