import { ref, shallowRef } from 'vue'
import { api, resultOf } from '../../api/client'
import type { Message, User } from '../../api/types'

/** The people who reacted to a message with an emoji. */
export function useReactors() {
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const people = shallowRef<readonly User[]>([])
  const refusal = ref('')
  let loads = 0

  async function load({ topicId, seq }: Message, emoji: string): Promise<void> {
    const mine = ++loads
    status.value = 'loading'
    const result = await resultOf(api.GET('/api/v1/topics/{topicId}/messages/{seq}/reactions/{emoji}', { params: { path: { topicId, seq, emoji } } }))
    if (mine !== loads) return
    status.value = result.ok ? 'ready' : 'failed'
    people.value = result.ok ? result.value.items : []
    refusal.value = result.ok ? '' : result.failure.detail
  }

  return { status, people, refusal, load }
}
