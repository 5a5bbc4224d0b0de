import { computed, ref, watch, type Ref } from 'vue'
import { useSession } from '../../accounts/session'
import { useDirectory } from '../../directory/directory'
import { useUnread } from '../../directory/unread'
import type { Room } from '../room/room'
import { useAttention } from './useAttention'

/**
 * Tracks what was read in a topic: marks the topic as read while its end is visible, and places the line "New messages".
 * The line stays where it is until the user returns to the topic or has been away. Until the initial scroll position is
 * known (`null`), nothing is marked as read.
 */
export function useReading(room: Room, seesEnd: Ref<boolean | null>) {
  const unread = useUnread()
  const directory = useDirectory()
  const session = useSession()
  const attentive = useAttention()
  const firstUnread = ref<number | null>(null)
  const reading = computed(() => attentive.value && seesEnd.value === true && room.status.value === 'ready')
  const seen = ref(0)

  watch(room.status, (status) => {
    const topic = directory.byId.get(room.topicId) ?? room.topic.value
    if (status !== 'ready' || !topic || seen.value > 0) return
    const read = unread.readIn(topic)
    seen.value = read
    if (unread.countOf(topic) > 0 && topic.lastSeq > read) firstUnread.value = read + 1
  }, { immediate: true })

  watch([reading, room.headSeq], () => {
    const head = room.headSeq.value
    if (reading.value) {
      seen.value = head
      unread.markRead(room.topicId, head)
      return
    }
    const first = room.messages.value.find(({ seq }) => seq > seen.value)
    const isNews = room.status.value === 'ready' && first && first.author.id !== session.user?.id
    if (isNews && !attentive.value && (firstUnread.value ?? 0) <= seen.value) firstUnread.value = first.seq
  }, { immediate: true, flush: 'post' })

  return { firstUnread, newCount: computed(() => Math.max(0, room.headSeq.value - seen.value)) }
}
