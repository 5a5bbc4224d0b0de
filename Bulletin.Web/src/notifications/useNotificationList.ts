import { computed, ref, shallowRef, watch } from 'vue'
import { personalApi } from '../api/personal'
import type { Notification } from '../api/types'
import { usePersonal } from '../personal/personal'

const pageLength = 30

/** The notifications, newest first: as many pages as were asked for, and what has come since. Begins anew whenever the list is opened. */
export function useNotificationList(isOpen: () => boolean, unreadOnly: () => boolean) {
  const personal = usePersonal()
  const fetched = shallowRef<readonly Notification[]>([])
  const next = shallowRef<string | null>(null)
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const refusal = ref('')
  /** Those up to this id were read since they were fetched. */
  const readUpTo = ref(0)
  let loads = 0

  async function load(cursor: string | null = null): Promise<void> {
    const mine = ++loads
    status.value = 'loading'
    const result = await personalApi.notifications(unreadOnly(), pageLength, cursor)
    if (mine !== loads) return
    status.value = result.ok ? 'ready' : 'failed'
    refusal.value = result.ok ? '' : result.failure.detail
    if (!result.ok) return
    fetched.value = cursor === null ? result.value.items : [...fetched.value, ...result.value.items]
    next.value = result.value.next
  }

  async function loadMore(): Promise<void> {
    if (next.value !== null && status.value !== 'loading') await load(next.value)
  }

  /** Marks everything that is shown, and what is older, as read. Returns whether that was possible. */
  async function markAllRead(): Promise<boolean> {
    const newest = items.value[0]?.id ?? personal.latestNotifications[0]?.id
    if (newest === undefined) return true
    const result = await personal.readNotifications(newest)
    if (result.ok) readUpTo.value = newest
    return result.ok
  }

  const items = computed<readonly Notification[]>(() => {
    // Between what is fetched and older ones that are held, some may be missing as long as there are more pages.
    const oldest = next.value === null ? 0 : (fetched.value.at(-1)?.id ?? 0)
    const latest = new Set(personal.latestNotifications.map(({ id }) => id))
    const [first, last] = [Math.min(...latest), Math.max(...latest)]
    // Those that are held are all that there are from the first to the last of them: what is missing was withdrawn.
    const present = fetched.value.filter(({ id }) => id < first || id > last || latest.has(id))
    const byId = new Map([...present, ...personal.latestNotifications.filter(({ id }) => id >= oldest)].map((one) => [one.id, one]))
    const all = [...byId.values()].sort((a, b) => b.id - a.id)
    const isUnread = ({ id, readAt }: Notification) => readAt === null && id > readUpTo.value
    const known = all.map((one) => (one.readAt === null && !isUnread(one) ? { ...one, readAt: one.createdAt } : one))
    return unreadOnly() ? known.filter(({ readAt }) => readAt === null) : known
  })

  watch(() => personal.unreadNotifications, (count) => { if (count === 0) readUpTo.value = items.value[0]?.id ?? 0 })
  watch([isOpen, unreadOnly], ([open]) => {
    if (!open) return
    fetched.value = []
    next.value = null
    void load()
  }, { immediate: true })

  return { items, status, refusal, hasMore: computed(() => next.value !== null), load: () => load(), loadMore, markAllRead }
}
