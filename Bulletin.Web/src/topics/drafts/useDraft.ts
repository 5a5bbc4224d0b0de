import { hasInjectionContext, onScopeDispose, provide, reactive, watch, type InjectionKey } from 'vue'
import { useSession } from '../../accounts/session'
import { draftKey, readDraft, writeDraft, type Draft } from './drafts'

/** The draft of the topic on the page, for the parts of it. */
export const currentDraft: InjectionKey<Draft> = Symbol('draft')

/** What this person has begun to write in a topic, kept in the browser with every change and the same in all of its tabs. */
export function useDraft(topicId: string): Draft {
  const userId = useSession().user?.id ?? ''
  const draft = reactive(readDraft(userId, topicId))
  if (hasInjectionContext()) provide(currentDraft, draft)
  let following = false
  watch(draft, (changed) => { if (!following) writeDraft(userId, topicId, changed) }, { flush: 'sync', deep: true })

  // The browser tells the other tabs only: whoever hears of it is not the one who types. What was sent there is not sent again
  // here; and what was heard is not written back, over the next key press there.
  function follow({ key }: StorageEvent): void {
    if (key !== draftKey(userId, topicId)) return
    following = true
    Object.assign(draft, readDraft(userId, topicId))
    following = false
  }
  window.addEventListener('storage', follow)
  onScopeDispose(() => window.removeEventListener('storage', follow))
  return draft
}
