import { onScopeDispose } from 'vue'
import { backoff } from '../../api/backoff'
import { useConnection } from '../../connection/connection'
import type { Room } from '../room/room'

/** Loads messages above and below the held range. Retries a failed page: later by itself, at once when the connection is back. */
export function useFetching(room: Room, fill: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  function again(): void {
    clearTimeout(timer)
    timer = undefined
    fill()
  }

  async function fetchMore(load: () => Promise<boolean>): Promise<void> {
    if (timer !== undefined || room.fetching.value) return
    await load()
    if (room.broken.value === null) failures = 0
    else timer = setTimeout(again, backoff(failures++))
  }

  const silence = useConnection().whenConnected(again)
  onScopeDispose(() => {
    silence()
    clearTimeout(timer)
  })
  return { older: () => void fetchMore(room.loadOlder), newer: () => void fetchMore(room.loadNewer), again }
}
