import { onScopeDispose, shallowRef } from 'vue'
import { useSession } from '../../accounts/session'
import { api, resultOf } from '../../api/client'
import type { Failure } from '../../api/problem'
import type { Cluster } from '../types'

const every = 2_000

/** The state of the cluster, read again every two seconds while the page is visible. */
export function useCluster() {
  const session = useSession()
  const cluster = shallowRef<Cluster | null>(null)
  /** Why it could not be read last time; what was read before stays. */
  const failure = shallowRef<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let reading = false
  let stopped = false

  async function read(): Promise<void> {
    clearTimeout(timer)
    if (reading || stopped || document.visibilityState !== 'visible') return
    reading = true
    const result = await resultOf(api.GET('/api/v1/admin/cluster')).finally(() => (reading = false))
    if (stopped) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) cluster.value = result.value
    if (failure.value?.status === 403) {
      // The user is no longer an admin: the renewed session says so, and the page closes.
      stopped = true
      await session.renew()
    } else timer = setTimeout(read, every)
  }

  document.addEventListener('visibilitychange', read)
  onScopeDispose(() => {
    stopped = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', read)
  })
  void read()

  return { cluster, failure }
}
