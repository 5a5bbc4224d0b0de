import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useSession } from '../accounts/session'
import { Hub, type HubState } from '../api/hub'

/** The live line to the server, and whether it stands. */
export const useConnection = defineStore('connection', () => {
  const session = useSession()
  const state = ref<HubState>('stopped')
  const arrivals = new Set<() => void>()
  const hub = new Hub({ token: () => session.token(), onState: moveTo })

  function moveTo(next: HubState): void {
    state.value = next
    if (next === 'connected') for (const arrive of arrivals) arrive()
  }

  /** Runs `arrive` each time the line comes up, and now if it stands. */
  function whenConnected(arrive: () => void): () => void {
    arrivals.add(arrive)
    if (state.value === 'connected') arrive()
    return () => arrivals.delete(arrive)
  }

  session.beforeLogOut(() => hub.stop())
  globalThis.addEventListener('online', () => hub.hurry())
  globalThis.addEventListener('offline', () => void hub.drop())
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') hub.hurry()
  })

  return { hub, state, connected: computed(() => state.value === 'connected'), whenConnected }
})
