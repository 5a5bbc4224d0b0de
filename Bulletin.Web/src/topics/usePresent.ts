import { computed } from 'vue'
import { useSession } from '../accounts/session'
import type { Topic, User } from '../api/types'
import type { Room } from './room/room'

/** The people one sees in a topic: who wrote what is held of it, who began it, and oneself. */
export function usePresent(room: Pick<Room, 'messages'>, topic: () => Topic | null) {
  const session = useSession()
  return computed<readonly User[]>(() => {
    const [creator, me] = [topic()?.createdBy, session.user]
    const authors = new Map(room.messages.value.map(({ author }) => [author.id, author]))
    return [...authors.values(), ...(creator ? [creator] : []), ...(me ? [me] : [])]
  })
}
