import type { RouteLocationRaw } from 'vue-router'
import type { Notification } from '../api/types'
import { messagePlace, useOpenMessage } from '../topics/useOpenMessage'

/** Where a notification leads: to its message, or to the topic that the user was added to. */
export const placeOf = ({ topic, message }: Notification): RouteLocationRaw => messagePlace(topic.id, message?.seq ?? null)

/** Goes to what a notification is about. */
export function useOpenNotification() {
  const open = useOpenMessage()
  return ({ topic, message }: Notification): Promise<void> => open(topic.id, message?.seq ?? null)
}
