import { onScopeDispose } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The topic after the open one in a list, forwards or backwards and around its end. */
export function nextTopic(listed: readonly string[], open: string, isUnread: (topicId: string) => boolean, step: 1 | -1): string | null {
  const order = step > 0 ? listed : listed.toReversed()
  const from = order.indexOf(open) + 1
  return [...order.slice(from), ...order.slice(0, from)].find((id) => id !== open && isUnread(id)) ?? null
}

/** Alt+Shift+Down and Up go to the next and the previous unread topic; Shift+Esc marks everything as read. */
export function useUnreadKeys(listed: () => readonly string[], isUnread: (topicId: string) => boolean, markAllRead: () => void): void {
  const router = useRouter()
  const route = useRoute()

  function go(step: 1 | -1): void {
    const topicId = nextTopic(listed(), String(route.params['topicId'] ?? ''), isUnread, step)
    if (topicId !== null) void router.push({ name: 'topic', params: { topicId } })
  }

  function listen(event: KeyboardEvent): void {
    const { key, altKey, shiftKey, ctrlKey, metaKey } = event
    // A dialog or menu has its own keys.
    if (event.defaultPrevented || !shiftKey || ctrlKey || metaKey || document.querySelector('[role="dialog"], [role="menu"]')) return
    const act = altKey && key === 'ArrowDown' ? () => go(1) : altKey && key === 'ArrowUp' ? () => go(-1) : !altKey && key === 'Escape' ? markAllRead : null
    if (!act) return
    event.preventDefault()
    act()
  }
  globalThis.addEventListener('keydown', listen)
  onScopeDispose(() => globalThis.removeEventListener('keydown', listen))
}
