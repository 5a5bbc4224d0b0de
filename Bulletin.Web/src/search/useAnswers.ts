import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { Failure, Result } from '../api/problem'

interface Answer<T> {
  query: string
  value: T
}

/**
 * What the server answers to a query that is being typed, null for none. It is asked once the user pauses for some milliseconds. A new query
 * cancels the one before; until its answer is there, the last one stays.
 */
export function useAnswers<T>(query: () => string | null, ask: (query: string, signal: AbortSignal) => Promise<Result<T>>, pause: number) {
  const answer = shallowRef<Answer<T> | null>(null)
  const status = ref<'searching' | 'done' | 'failed'>('done')
  const failure = shallowRef<Failure | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: AbortController | undefined

  function cancel(): void {
    clearTimeout(timer)
    running?.abort()
  }

  async function search(asked: string): Promise<void> {
    running = new AbortController()
    const { signal } = running
    const result = await ask(asked, signal)
    if (signal.aborted) return
    status.value = result.ok ? 'done' : 'failed'
    failure.value = result.ok ? null : result.failure
    answer.value = result.ok ? { query: asked, value: result.value } : null
  }

  watch(query, (asked) => {
    cancel()
    failure.value = null
    status.value = asked === null ? 'done' : 'searching'
    if (asked === null) answer.value = null
    else timer = setTimeout(() => void search(asked), pause)
  }, { immediate: true })
  onScopeDispose(cancel)

  return { answer, status, failure }
}
