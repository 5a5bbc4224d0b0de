import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Topic } from '../api/types'
import { foldName } from '../ui/foldName'
import { useDirectory } from './directory'
import { mergeTopics } from './orderTopics'

const pause = 180

/** Whether the title of a topic contains each of these words. */
export const titleMatches = (query: string, titleOf: (topic: Topic) => string) => {
  const words = foldName(query).split(' ')
  return (topic: Topic) => {
    const folded = foldName(titleOf(topic))
    return words.every((word) => folded.includes(word))
  }
}

/** The topics whose names contain the given words: loaded topics at once, others as soon as the server responds. */
export function useTopicFilter(query: Ref<string>) {
  const directory = useDirectory()
  const farther = shallowRef<readonly Topic[]>([])
  const next = shallowRef<string | null>(null)
  const status = ref<'searching' | 'done' | 'failed'>('done')
  const words = computed(() => query.value.trim())
  let timer: ReturnType<typeof setTimeout> | undefined
  let searches = 0

  /** Requests the next page; after a failure, the one that failed. */
  async function goOn(): Promise<void> {
    const mine = ++searches
    status.value = 'searching'
    const result = await directory.find(words.value, next.value)
    if (mine !== searches) return
    status.value = result.ok ? 'done' : 'failed'
    if (!result.ok) return
    farther.value = mergeTopics(farther.value, result.value.items)
    next.value = result.value.next
  }

  // If not all topics are loaded, ask the server, even if that becomes known only while the user types.
  watch([words, () => directory.next !== null], ([asked, isMore]) => {
    clearTimeout(timer)
    searches++
    farther.value = []
    next.value = null
    status.value = asked && isMore ? 'searching' : 'done'
    if (status.value === 'searching') timer = setTimeout(() => void goOn(), pause)
  })
  onScopeDispose(() => clearTimeout(timer))
  watch(() => directory.lastDropped, (dropped) => (farther.value = farther.value.filter(({ id }) => id !== dropped?.topicId)), { flush: 'sync' })

  const found = computed(() => {
    if (!words.value) return directory.topics
    const near = directory.topics.filter(titleMatches(words.value, directory.titleOf))
    return farther.value.length ? mergeTopics(farther.value, near) : near
  })
  return { found, status, goOn, hasMore: computed(() => status.value === 'done' && next.value !== null) }
}
