import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useSession } from '../accounts/session'
import { api, resultOf } from '../api/client'
import { Hub, type HubState } from '../api/hub'
import { createPolling } from './polling'

/** Longer than a reachable server takes to return the current user. */
const longestCheck = 5_000

/** The live connection to the server, its state, and the polling that replaces it while it is down. */
export const useConnection = defineStore('connection', () => {
  const session = useSession()
  const state = ref<HubState>('stopped')
  /** Whether calls succeed while the connection is down: a proxy may refuse WebSockets. */
  const polled = ref(false)
  const arrivals = new Set<() => void>()
  const asks = new Set<() => Promise<boolean>>()
  const hub = new Hub({ token, onState: moveTo })
  const polling = createPolling(async () => {
    const answers = await Promise.all([...asks].map((ask) => ask()))
    polled.value = state.value === 'away' && answers.every((answered) => answered)
    return answers.every((answered) => answered)
  })

  /** The browser does not tell why a connection was refused. A call does, and it renews a refused token. */
  async function token(failed: string | null): Promise<string | null> {
    if (failed !== null) await resultOf(api.GET('/api/v1/users/me', { signal: AbortSignal.timeout(longestCheck) }))
    return session.token()
  }

  function moveTo(next: HubState): void {
    state.value = next
    if (next === 'away') return polling.start()
    polling.stop()
    polled.value = false
    if (next === 'connected') for (const arrive of arrivals) arrive()
  }

  /** Runs `arrive` each time the connection is established, and now if it already is. */
  function whenConnected(arrive: () => void): () => void {
    arrivals.add(arrive)
    if (state.value === 'connected') arrive()
    return () => arrivals.delete(arrive)
  }

  /** Runs `ask` every few seconds while disconnected and visible. `ask` returns whether it reached the server. */
  const whileAway = (ask: () => Promise<boolean>) => void asks.add(ask)

  const seen = () => document.visibilityState === 'visible'

  function hurry(): void {
    hub.hurry()
    polling.hurry()
  }

  session.beforeLogOut(() => hub.stop())
  globalThis.addEventListener('online', () => {
    // The browser tells all its tabs at once.
    if (seen()) hurry()
    else hub.soon()
  })
  globalThis.addEventListener('offline', () => {
    polled.value = false
    void hub.drop()
  })
  document.addEventListener('visibilitychange', () => {
    if (seen()) hurry()
  })

  return { hub, state, polled, connected: computed(() => state.value === 'connected'), whenConnected, whileAway, hurry }
})
