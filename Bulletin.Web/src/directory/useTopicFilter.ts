import { computed, onScopeDispose, shallowRef, watch, type Ref } from 'vue'
import type { Topic } from '../api/types'
import { useDirectory } from './directory'
import { mergeTopics } from './orderTopics'

const pause = 180

export const nameMatches = (query: string) => {
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return ({ name }: Topic) => words.every((word) => name.toLocaleLowerCase().includes(word))
}

/** The topics whose names hold the words asked for: those at hand at once, those further down as soon as the server answers. */
export function useTopicFilter(query: Ref<string>) {
  const directory = useDirectory()
  const farther = shallowRef<readonly Topic[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(asked: string): Promise<void> {
    const answer = await directory.find(asked)
    if (asked === query.value.trim()) farther.value = answer
  }

  watch(query, (text) => {
    clearTimeout(timer)
    farther.value = []
    const asked = text.trim()
    if (asked && directory.next !== null) timer = setTimeout(() => void ask(asked), pause)
  })
  onScopeDispose(() => clearTimeout(timer))

  const found = computed(() => {
    if (!query.value.trim()) return directory.topics
    const near = directory.topics.filter(nameMatches(query.value))
    return farther.value.length ? mergeTopics(farther.value, near) : near
  })
  return { found }
}
