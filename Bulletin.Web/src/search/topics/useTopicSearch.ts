import { computed, watch } from 'vue'
import type { Topic } from '../../api/types'
import { useDirectory } from '../../directory/directory'
import { mergeTopics } from '../../directory/orderTopics'
import { foldName } from '../../ui/foldName'
import { useAnswers } from '../useAnswers'
import { rankTitle } from './rankTitle'

const pause = 180
/** The server finds topics that the client would not: it folds more letters. */
const lastRank = 4

/** The topics that answer a query, the best first: loaded topics at once, others as soon as the server responds. Null finds none. */
export function useTopicSearch(query: () => string | null) {
  const directory = useDirectory()
  // While not all topics are loaded, the server is asked, even if that becomes known only while the user types.
  const { answer, status } = useAnswers<readonly Topic[]>(() => (directory.next === null ? null : query()), directory.find, pause)
  watch(() => directory.lastDropped, (dropped) => {
    if (answer.value) answer.value = { ...answer.value, value: answer.value.value.filter(({ id }) => id !== dropped?.topicId) }
  }, { flush: 'sync' })

  const found = computed(() => {
    const asked = query()
    if (asked === null) return []
    const words = foldName(asked)
    const farther = new Set(answer.value?.query === asked ? answer.value.value.map(({ id }) => id) : [])
    return mergeTopics(answer.value?.value ?? [], directory.topics)
      .map((topic) => ({ topic, rank: rankTitle(words, foldName(directory.titleOf(topic))) ?? (farther.has(topic.id) ? lastRank : null) }))
      .filter((one): one is { topic: Topic; rank: number } => one.rank !== null)
      .sort((a, b) => a.rank - b.rank)
      .map(({ topic }) => topic)
  })
  return { found, status }
}
