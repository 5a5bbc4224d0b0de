import { onScopeDispose } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import type { Notification } from '../api/types'
import { useDirectory } from '../directory/directory'
import { usePersonal } from '../personal/personal'
import { useAttention } from '../topics/reading/useAttention'
import { lineOf } from '../topics/text/richText'
import { useToasts } from '../ui/toasts'
import { useDesktop } from './desktop'
import { createTabTurns } from './tabTurns'
import { placeOf, useOpenNotification } from './useOpenNotification'
import { sentenceOf } from './words'

const pathIn = (data: unknown): string | null =>
  typeof data === 'object' && data !== null && 'open' in data && typeof data.open === 'string' && data.open.startsWith('/topics/') ? data.open : null

/** Tells of new notifications, unless the user is looking at what they are about: in the page, and outside if it is not in front. */
export function useNotifier(): void {
  const session = useSession()
  const personal = usePersonal()
  const directory = useDirectory()
  const desktop = useDesktop()
  const toasts = useToasts()
  const route = useRoute()
  const router = useRouter()
  const open = useOpenNotification()
  const attentive = useAttention()
  const turns = createTabTurns()

  async function tellOutside(notification: Notification, sentence: string): Promise<void> {
    if (!(await turns.claim(`${session.user?.id}/${notification.id}`))) return
    // It may have been read on another device, or withdrawn.
    const isUnread = personal.latestNotifications.some(({ id, readAt }) => id === notification.id && readAt === null)
    const text = notification.message?.text?.slice(0, 300) ?? ''
    const body = text && (await lineOf(text).catch(() => text))
    if (!isUnread || !desktop.isOn) return
    await desktop.show({ title: sentence, body, tag: notification.topic.id, path: router.resolve(placeOf(notification)).fullPath }, () => void open(notification))
  }

  function tell(notification: Notification): void {
    if (notification.readAt !== null) return
    if (attentive.value) turns.take(`${session.user?.id}/${notification.id}`)
    if (attentive.value && route.params['topicId'] === notification.topic.id) return
    const sentence = sentenceOf(notification, directory.titleOf(notification.topic))
    // A note in a hidden page would be gone before it is seen.
    if (document.visibilityState === 'visible') toasts.show(sentence, { label: 'Open', run: () => void open(notification) })
    if (!attentive.value && desktop.isOn) void tellOutside(notification, sentence)
  }

  /** The service worker has heard that the user chose a notification. */
  function hear({ data }: MessageEvent<unknown>): void {
    const path = pathIn(data)
    if (path !== null) void router.push(path)
  }

  const stop = personal.whenNotified(tell)
  navigator.serviceWorker?.addEventListener('message', hear)
  onScopeDispose(() => {
    stop()
    turns.close()
    navigator.serviceWorker?.removeEventListener('message', hear)
  })
}
