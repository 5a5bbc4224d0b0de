import { onScopeDispose, watch } from 'vue'
import { useSession } from '../accounts/session'
import { useConnection } from '../connection/connection'
import { useDirectory } from '../directory/directory'
import { useRooms } from '../topics/room/rooms'
import { useOutgoing } from '../topics/sending/outgoing'

/** Keeps the live connection, and everything that depends on it, up while somebody is logged in. */
export function useLive(): void {
  const session = useSession()
  const connection = useConnection()
  const directory = useDirectory()
  const rooms = useRooms()
  useOutgoing()

  watch(() => session.user?.id, (userId) => {
    if (!userId) return void connection.hub.stop()
    connection.hub.start()
    void directory.load()
  }, { immediate: true })

  onScopeDispose(() => {
    rooms.close()
    void connection.hub.stop()
  })
}
