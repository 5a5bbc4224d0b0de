import { hasInjectionContext, onScopeDispose, provide, reactive, watch, type InjectionKey } from 'vue'
import { useSession } from '../../accounts/session'
import { draftKey, readDraft, writeDraft, type Draft } from './drafts'
import { useDraftSync } from './useDraftSync'

/** The draft of the open topic, for the components of its page. */
export const currentDraft: InjectionKey<Draft> = Symbol('draft')

/**
 * This person's draft in a topic, stored in the browser on every change and shared by all tabs. The new message, without the edits
 * under way, follows them to their other devices.
 */
export function useDraft(topicId: string): Draft {
  const userId = useSession().user?.id ?? ''
  const draft = reactive(readDraft(userId, topicId))
  if (hasInjectionContext()) provide(currentDraft, draft)
  let following = false
  watch(draft, (changed) => { if (!following) writeDraft(userId, topicId, changed) }, { flush: 'sync', deep: true })

  // The browser fires this event only in the other tabs, where nobody is typing. A draft that was sent there is not sent again
  // here. The received draft is not written back, because it would overwrite the next key press there.
  function follow({ key }: StorageEvent): void {
    if (key !== draftKey(userId, topicId)) return
    following = true
    Object.assign(draft, readDraft(userId, topicId))
    following = false
  }
  window.addEventListener('storage', follow)
  useDraftSync(topicId, draft, () => following)
  onScopeDispose(() => window.removeEventListener('storage', follow))
  return draft
}
