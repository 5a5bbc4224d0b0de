import { ref, shallowReactive, shallowRef } from 'vue'
import { api, doneOf, resultOf } from '../api/client'
import type { OwnSession } from '../api/types'

/** Where the user is logged in. */
export function useSessions() {
  const sessions = shallowRef<readonly OwnSession[]>([])
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const refusal = ref('')
  /** The sessions that are being ended. */
  const ending = shallowReactive(new Set<string>())

  async function load(): Promise<void> {
    status.value = 'loading'
    const result = await resultOf(api.GET('/api/v1/users/me/sessions'))
    status.value = result.ok ? 'ready' : 'failed'
    refusal.value = result.ok ? '' : result.failure.detail
    if (result.ok) sessions.value = result.value.items.toSorted((a, b) => Number(b.current) - Number(a.current))
  }

  /** Returns why a session was not ended; null if it has ended, perhaps before. */
  async function end({ id }: OwnSession): Promise<string | null> {
    if (ending.has(id)) return null
    ending.add(id)
    const call = api.DELETE('/api/v1/users/me/sessions/{sessionId}', { params: { path: { sessionId: id } } })
    const result = await doneOf(call).finally(() => ending.delete(id))
    if (!result.ok && result.failure.code !== 'session_not_found') return result.failure.detail
    sessions.value = sessions.value.filter((session) => session.id !== id)
    return null
  }

  void load()
  return { sessions, status, refusal, ending, load, end }
}
