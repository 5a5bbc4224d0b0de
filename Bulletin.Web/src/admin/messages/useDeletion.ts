import { onScopeDispose, ref, shallowRef } from 'vue'
import { api, resultOf } from '../../api/client'
import type { Failure } from '../../api/problem'
import { patiently } from '../patiently'

/** Deletes all messages that somebody wrote since a time. The server deletes a bounded number at a time. */
export function useDeletion() {
  const status = ref<'idle' | 'running' | 'done' | 'stopped'>('idle')
  const deleted = ref(0)
  const failure = shallowRef<Failure | null>(null)
  let running = new AbortController()
  let resets = 0
  // Where it stopped.
  let at: { author: string; since: string; cursor: string | undefined } | null = null

  /** Goes on until nothing is left. Running it again goes on where it stopped. */
  async function run(author: string, since: string): Promise<void> {
    running.abort()
    running = new AbortController()
    const { signal } = running
    const counted = resets
    status.value = 'running'
    failure.value = null
    let cursor = at?.author === author && at.since === since ? at.cursor : undefined
    for (let more = true; more;) {
      const result = await patiently(() => resultOf(api.POST('/api/v1/admin/messages/delete', { body: { author, since, cursor } })), signal)
      if (result.ok && counted === resets) deleted.value += result.value.deleted
      if (signal.aborted) return
      if (!result.ok) {
        failure.value = result.failure
        status.value = 'stopped'
        return
      }
      more = result.value.more
      cursor = result.value.next ?? undefined
      at = { author, since, cursor }
    }
    at = null
    status.value = 'done'
  }

  function stop(): void {
    running.abort()
    if (status.value === 'running') status.value = 'stopped'
  }

  function reset(): void {
    stop()
    resets++
    status.value = 'idle'
    deleted.value = 0
    failure.value = null
    at = null
  }

  onScopeDispose(stop)

  return { status, deleted, failure, run, stop, reset }
}
