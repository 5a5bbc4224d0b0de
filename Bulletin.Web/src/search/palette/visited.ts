import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useSession } from '../../accounts/session'

const most = 20

/** The topics that were opened in this tab, the latest first. */
export const useVisited = defineStore('visited', () => {
  const ids = shallowRef<readonly string[]>([])
  const session = useSession()
  const visit = (topicId: string) => void (ids.value = [topicId, ...ids.value.filter((id) => id !== topicId)].slice(0, most))
  watch(() => session.user?.id, () => void (ids.value = []), { flush: 'sync' })
  return { ids, visit }
})

/** Keeps note of the topics that are opened. */
export function useNoteVisits(): void {
  const route = useRoute()
  const visited = useVisited()
  watch(() => route.params['topicId'], (topicId) => { if (typeof topicId === 'string') visited.visit(topicId) }, { immediate: true })
}
