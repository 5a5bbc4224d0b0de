import { computed } from 'vue'
import { useSession } from '../accounts/session'
import type { Topic, User } from '../api/types'
import type { Room } from './room/room'

/** The people visible in a topic: the authors of the held messages, the topic's creator and the user. */
export function usePresent(room: Pick<Room, 'messages'>, topic: () => Topic | null) {
  const session = useSession()
  return computed<readonly User[]>(() => {
    const [creator, me] = [topic()?.createdBy, session.user]
    const authors = new Map(room.messages.value.map(({ author }) => [author.id, author]))
    return [...authors.values(), ...(creator ? [creator] : []), ...(me ? [me] : [])]
  })
}
