import { ref, shallowRef } from 'vue'
import type { Notification, NotificationPage } from '../api/types'

const most = 50

/** The latest notifications, newest first, and how many are unread altogether: those of muted topics don't count. */
export function createNotifications(isMuted: (topicId: string) => boolean) {
  const latest = shallowRef<readonly Notification[]>([])
  const unread = ref(0)
  const listeners = new Set<(notification: Notification) => void>()

  function merge(news: readonly Notification[]): void {
    const byId = new Map(latest.value.map((one) => [one.id, one]))
    for (const one of news) byId.set(one.id, one)
    latest.value = [...byId.values()].sort((a, b) => b.id - a.id).slice(0, most)
  }

  function agrees(): boolean {
    const held = latest.value.filter(({ readAt, topic }) => readAt === null && !isMuted(topic.id)).length
    return held === unread.value || (held < unread.value && latest.value.length >= most)
  }

  return {
    latest, unread,
    /** What came while nobody listened, or everything after a reset. Returns whether as many are unread here as the server says: otherwise some were read. */
    take(news: readonly Notification[], count: number, reset: boolean): boolean {
      if (reset) latest.value = []
      merge(news)
      unread.value = count
      return agrees()
    },
    /** The latest page: what is missing there is gone. */
    replace(page: NotificationPage): void {
      latest.value = page.items.slice(0, most)
      unread.value = page.unread
    },
    notified(notification: Notification, count: number): void {
      const isNew = !latest.value.some(({ id }) => id === notification.id)
      merge([notification])
      unread.value = count
      if (isNew) for (const listen of listeners) listen(notification)
    },
    /** Marks what was read. Returns whether as many are unread then as the server says. */
    read(isRead: (notification: Notification) => boolean, count: number): boolean {
      const at = new Date().toISOString()
      latest.value = latest.value.map((one) => (one.readAt === null && isRead(one) ? { ...one, readAt: at } : one))
      unread.value = count
      return agrees()
    },
    /** Calls `listen` for each notification that comes live. Returns a function that stops this. */
    whenNotified(listen: (notification: Notification) => void): () => void {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    clear(): void {
      latest.value = []
      unread.value = 0
    },
  }
}
