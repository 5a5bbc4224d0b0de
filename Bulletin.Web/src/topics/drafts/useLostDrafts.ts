import { shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useSession } from '../../accounts/session'
import { useDirectory } from '../../directory/directory'
import { readDraft, topicsWithDrafts, wordsOf } from './drafts'

/** What this person had begun to write in topics that they have lost: nothing else would lead to it. */
export function useLostDrafts() {
  const session = useSession()
  const directory = useDirectory()
  const route = useRoute()
  const lost = new Set<string>()
  const drafts = shallowRef<readonly { topicId: string; text: string }[]>([])

  /** A topic that is not in the list may only be farther down, unless it was removed or the list is complete. */
  const isLost = (topicId: string) => !directory.byId.has(topicId) && (lost.has(topicId) || directory.next === null)

  function list(): void {
    const userId = session.user?.id
    const topicIds = userId !== undefined && directory.status === 'ready' ? topicsWithDrafts(userId).filter(isLost) : []
    drafts.value = topicIds.map((topicId) => ({ topicId, text: wordsOf(readDraft(userId ?? '', topicId)) })).filter(({ text }) => text)
  }

  watch(() => directory.lastDropped, (dropped) => { if (dropped !== null) lost.add(dropped.topicId) }, { flush: 'sync' })
  // Nobody writes in a topic that is not open, so it is enough to look again when another is opened.
  watch([() => directory.byId, () => directory.next, () => directory.status, () => route.fullPath], list, { immediate: true })
  return drafts
}
