import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { Notification } from '../api/types'

/** Where a notification leads: to its message, or to the topic that the user was added to. */
export const placeOf = ({ topic, message }: Notification): RouteLocationRaw =>
  ({ name: 'topic', params: { topicId: topic.id, ...(message && { seq: String(message.seq) }) } })

/** Goes to what a notification is about. */
export function useOpenNotification() {
  const router = useRouter()
  return async (notification: Notification): Promise<void> => {
    const to = router.resolve(placeOf(notification))
    // An address that is open already leads nowhere: it is left first.
    if (to.path === router.currentRoute.value.path) await router.replace({ name: 'topic', params: { topicId: notification.topic.id } })
    await router.push(to)
  }
}
