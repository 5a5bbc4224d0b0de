import { ref, shallowRef, watch } from 'vue'
import { api, resultOf } from '../../api/client'
import type { Failure, Result } from '../../api/problem'
import type { AdminTopic } from '../types'
import { changeTopic, removeTopic, type TopicChanges } from './useTopics'

/** One topic, and what an admin may do to it. */
export function useTopicDetails(topicId: () => string) {
  const topic = shallowRef<AdminTopic | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** Counts what was done, for those who show the history. */
  const acts = ref(0)
  let loads = 0
  const path = () => ({ params: { path: { topicId: topicId() } } })

  async function load(): Promise<void> {
    const mine = ++loads
    const result = await resultOf(api.GET('/api/v1/admin/topics/{topicId}', path()))
    if (mine !== loads) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) topic.value = result.value
  }

  function taken(result: Result<AdminTopic>): Result<AdminTopic> {
    if (!result.ok) return result
    acts.value++
    if (topic.value?.id === result.value.id) topic.value = result.value
    return result
  }

  const change = async (changes: TopicChanges) => taken(await changeTopic(topicId(), changes))

  const restore = async () => taken(await resultOf(api.POST('/api/v1/admin/topics/{topicId}/restore', path())))

  async function remove(): Promise<Result<true>> {
    const result = await removeTopic(topicId())
    if (!result.ok) return result
    acts.value++
    // Whether it can be restored is for the server to say.
    await load()
    return result
  }

  const noteAct = () => void acts.value++

  watch(topicId, () => {
    topic.value = null
    void load()
  }, { immediate: true })

  return { topic, failure, acts, load, change, restore, remove, noteAct }
}
