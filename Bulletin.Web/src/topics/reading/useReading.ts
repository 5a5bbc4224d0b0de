import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { useSession } from '../../accounts/session'
import { useDirectory } from '../../directory/directory'
import { usePersonal } from '../../personal/personal'
import type { Room } from '../room/room'
import { useAttention } from './useAttention'

/**
 * Tracks what was read in a topic: marks the topic as read while its end is visible, and places the line "New messages".
 * The line stays where it is until the user returns to the topic or has been away. Until the initial scroll position is
 * known (`null`), nothing is marked as read; nor is what the user has just marked unread, until they leave the topic or post.
 */
export function useReading(room: Room, seesEnd: Ref<boolean | null>) {
  const personal = usePersonal()
  const directory = useDirectory()
  const session = useSession()
  const attentive = useAttention()
  const firstUnread = ref<number | null>(null)
  const asked = ref(false)
  /** Whether it is known how far the user has read, as far as it can be. */
  const known = computed(() => asked.value || personal.knows(room.topicId))
  const begun = ref(false)
  const reading = computed(() => begun.value && attentive.value && seesEnd.value === true && room.status.value === 'ready')
  const seen = ref(0)
  void personal.learn(room.topicId).finally(() => (asked.value = true))

  watch([room.status, known], () => {
    const topic = directory.byId.get(room.topicId) ?? room.topic.value
    if (room.status.value !== 'ready' || !known.value || !topic || begun.value) return
    const state = personal.stateOf(room.topicId)
    // Nothing is new in a topic that is opened for the first time.
    seen.value = Math.min(state?.readSeq ?? topic.lastSeq, topic.lastSeq)
    if (state && state.unread > 0 && topic.lastSeq > seen.value) firstUnread.value = seen.value + 1
    begun.value = true
  }, { immediate: true })

  watch(() => personal.setBack.get(room.topicId), (seq) => {
    if (seq === undefined || !begun.value) return
    firstUnread.value = seq
    seen.value = seq - 1
  })

  /** Whether the user has posted since they marked the topic unread. */
  function hasAnswered(): boolean {
    const own = room.messages.value.findLast(({ author }) => author.id === session.user?.id)
    return own !== undefined && own.seq > markedAt
  }
  let markedAt = Number.POSITIVE_INFINITY
  watch(() => personal.setBack.has(room.topicId), (isSetBack) => (markedAt = isSetBack ? room.headSeq.value : Number.POSITIVE_INFINITY), { immediate: true, flush: 'sync' })

  watch([reading, room.headSeq], () => {
    const head = room.headSeq.value
    if (personal.setBack.has(room.topicId) && hasAnswered()) personal.release(room.topicId)
    if (reading.value && !personal.setBack.has(room.topicId)) {
      seen.value = head
      personal.markRead(room.topicId, head)
      return
    }
    if (!begun.value) return
    const first = room.messages.value.find(({ seq }) => seq > seen.value)
    const isNews = room.status.value === 'ready' && first && first.author.id !== session.user?.id
    if (isNews && !attentive.value && (firstUnread.value ?? 0) <= seen.value) firstUnread.value = first.seq
  }, { immediate: true, flush: 'post' })

  onScopeDispose(() => personal.release(room.topicId))
  return { known, firstUnread, newCount: computed(() => Math.max(0, room.headSeq.value - seen.value)) }
}
