import { reactive, watch } from 'vue'
import { useSession } from '../accounts/session'
import { readDraft, writeDraft, type Draft } from './drafts'

/** What this person has begun to write in a topic, kept in the browser with every change. */
export function useDraft(topicId: string): Draft {
  const userId = useSession().user?.id ?? ''
  const draft = reactive({ ...readDraft(userId, topicId) })
  watch(draft, (changed) => writeDraft(userId, topicId, changed), { flush: 'sync', deep: true })
  return draft
}
