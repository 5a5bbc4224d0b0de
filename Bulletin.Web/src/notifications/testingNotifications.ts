import type { Notification } from '../api/types'
import { message, topic, user } from '../testing'

/** Something that Ada is notified of, for tests: it came in the order of the ids. */
export const notification = (id: number, changes: Partial<Notification> = {}): Notification => ({
  id,
  kind: 'mention',
  topic: topic('tea'),
  message: message(id, { author: user('ben') }),
  actor: user('ben'),
  emoji: null,
  createdAt: new Date(Date.UTC(2026, 0, 5, 9, id)).toISOString(),
  readAt: null,
  ...changes,
})
