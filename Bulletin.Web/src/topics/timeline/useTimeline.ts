import { computed, type Ref } from 'vue'
import { useSession } from '../../accounts/session'
import type { Room } from '../room/room'
import { useOutgoing } from '../sending/outgoing'
import { timelineOf } from './timeline'

/** The rows of a topic: the messages from the server, followed by those still to be sent. */
export function useTimeline(room: Room, firstUnread: Ref<number | null>) {
  const session = useSession()
  const outgoing = useOutgoing()
  const me = computed(() => session.user?.id ?? '')
  const mine = computed(() => {
    const own = room.messages.value.filter(({ author }) => author.id === me.value)
    return new Set(own.map(({ clientId }) => clientId))
  })
  const onTheWay = computed(() =>
    room.atEnd.value ? outgoing.waiting.filter(({ topicId, clientId }) => topicId === room.topicId && !mine.value.has(clientId)) : [],
  )
  return computed(() => timelineOf(room.messages.value, onTheWay.value, me.value, firstUnread.value))
}
