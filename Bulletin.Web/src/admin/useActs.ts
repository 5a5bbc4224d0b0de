import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Failure, Result } from '../api/problem'
import { useToasts } from '../ui/toasts'
import { patiently } from './patiently'

export interface ActFailure {
  name: string
  reason: string
}

/** Whether the other acts would fail too: the server cannot be reached, or refuses the user. */
const endsAll = ({ status }: Failure): boolean => [0, 401, 403].includes(status)

/** The same act on many things, one after the other, with its progress and what was refused. */
export function useActs() {
  const toasts = useToasts()
  const progress = ref<{ label: string; done: number; total: number } | null>(null)
  const failures = shallowRef<readonly ActFailure[]>([])
  let running = new AbortController()

  /** Returns those for which it was done. What is left when it ends early is said in a toast, which is seen on every page. */
  async function run<T>(label: string, items: readonly T[], nameOf: (item: T) => string, act: (item: T) => Promise<Result<unknown>>): Promise<T[]> {
    if (progress.value) return []
    running = new AbortController()
    const { signal } = running
    failures.value = []
    const done: T[] = []
    let tried = 0
    for (const item of items) {
      progress.value = { label, done: tried, total: items.length }
      const result = await patiently(() => act(item), signal)
      // Stopped while it waited for its turn.
      if (!result.ok && result.failure.status === 429 && signal.aborted) break
      tried++
      if (result.ok) done.push(item)
      else failures.value = [...failures.value, { name: nameOf(item), reason: result.failure.detail }]
      if (signal.aborted || (!result.ok && endsAll(result.failure))) break
    }
    if (tried < items.length) toasts.show(`Stopped after ${tried} of ${items.length}.`)
    progress.value = null
    return done
  }

  const stop = () => running.abort()
  const dismiss = () => void (failures.value = [])
  onScopeDispose(stop)

  return { progress, failures, run, stop, dismiss }
}

export type Acts = ReturnType<typeof useActs>
