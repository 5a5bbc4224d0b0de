import { onScopeDispose, watch } from 'vue'
import { useRoute } from 'vue-router'
import { usePersonal } from '../personal/personal'
import { useAttention } from '../topics/reading/useAttention'

/** By then a topic that is being read has been marked as read, and most of its notifications with it. */
const patience = 3_000

/** Reads the notifications of the open topic that reading on does not: of reactions to old messages, or of having been added to it. */
export function useSeenNotifications(): void {
  const personal = usePersonal()
  const route = useRoute()
  const attentive = useAttention()
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(() => {
    const topicId = String(route.params['topicId'] ?? '')
    const ids = personal.latestNotifications.flatMap(({ id, topic, readAt }) => (topic.id === topicId && readAt === null ? [id] : []))
    return attentive.value && ids.length ? `${topicId} ${ids.join()} ${personal.stateOf(topicId)?.readSeq}` : ''
  }, (seen) => {
    clearTimeout(timer)
    const [topicId = ''] = seen.split(' ')
    if (topicId) timer = setTimeout(() => void personal.readCovered(topicId), patience)
  }, { immediate: true })
  onScopeDispose(() => clearTimeout(timer))
}
