import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Failure, Result } from '../api/problem'

export interface ActFailure {
  name: string
  reason: string
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
/** How often one act waits because the server says that there are too many. */
const mostWaits = 10

/** The same act on many things, one after the other, with its progress and what was refused. */
export function useActs() {
  const progress = ref<{ label: string; done: number; total: number } | null>(null)
  const failures = shallowRef<readonly ActFailure[]>([])
  let stopped = false

  async function patiently(act: () => Promise<Result<unknown>>): Promise<Failure | null> {
    for (let waits = 0; ; waits++) {
      const result = await act()
      if (result.ok) return null
      if (result.failure.status !== 429 || waits === mostWaits || stopped) return result.failure
      await pause(result.failure.retryAfter ?? 1)
    }
  }

  /** Returns those for which it was done. */
  async function run<T>(label: string, items: readonly T[], nameOf: (item: T) => string, act: (item: T) => Promise<Result<unknown>>): Promise<T[]> {
    if (progress.value) return []
    stopped = false
    failures.value = []
    const done: T[] = []
    for (const [index, item] of items.entries()) {
      if (stopped) break
      progress.value = { label, done: index, total: items.length }
      const failure = await patiently(() => act(item))
      if (failure) failures.value = [...failures.value, { name: nameOf(item), reason: failure.detail }]
      else done.push(item)
    }
    progress.value = null
    return done
  }

  const stop = () => void (stopped = true)
  const dismiss = () => void (failures.value = [])
  onScopeDispose(stop)

  return { progress, failures, run, stop, dismiss }
}

export type Acts = ReturnType<typeof useActs>
