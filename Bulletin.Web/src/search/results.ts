import { defineStore } from 'pinia'
import { ref, shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import type { Failure } from '../api/problem'
import type { SearchHit } from '../api/types'
import { useDirectory } from '../directory/directory'
import { ownTimeZone, searchMessages } from './searchMessages'

const pageLength = 20

/** The results of the last search. They stay while the user looks at one of them, with the place where the list was left. */
export const useSearchResults = defineStore('search-results', () => {
  const session = useSession()
  const directory = useDirectory()
  const query = ref('')
  /** While another query is searched for, those of the one before. */
  const items = shallowRef<readonly SearchHit[]>([])
  const next = shallowRef<string | null>(null)
  const status = ref<'idle' | 'searching' | 'adding' | 'done' | 'failed'>('idle')
  const failure = shallowRef<Failure | null>(null)
  /** How far the list was scrolled, and which result was opened. */
  const place = shallowRef<{ scroll: number; opened: string | null }>({ scroll: 0, opened: null })
  let running = new AbortController()
  let timeZone = ''

  async function ask(cursor: string | null): Promise<void> {
    running.abort()
    running = new AbortController()
    const { signal } = running
    status.value = cursor === null ? 'searching' : 'adding'
    failure.value = null
    const result = await searchMessages({ query: query.value, timeZone, limit: pageLength, ...(cursor !== null && { cursor }) }, signal)
    if (signal.aborted) return
    status.value = result.ok ? 'done' : 'failed'
    failure.value = result.ok ? null : result.failure
    if (result.ok) {
      items.value = cursor === null ? result.value.items : [...items.value, ...result.value.items]
      next.value = result.value.next
    } else if (cursor === null) clear()
  }

  function clear(): void {
    items.value = []
    next.value = null
  }

  /** Searches anew. */
  async function search(words: string): Promise<void> {
    query.value = words
    timeZone = ownTimeZone()
    place.value = { scroll: 0, opened: null }
    if (words.trim()) return ask(null)
    running.abort()
    clear()
    status.value = 'idle'
    failure.value = null
  }

  /** Searches, unless the results are there already. */
  async function show(words: string): Promise<void> {
    if (words !== query.value) await search(words)
  }

  async function loadMore(): Promise<void> {
    if (next.value !== null && status.value !== 'searching' && status.value !== 'adding') await ask(next.value)
  }

  /** Repeats what has failed. */
  const retry = () => (next.value === null ? ask(null) : ask(next.value))

  watch(() => session.user?.id, () => void search(''), { flush: 'sync' })
  // The user may no longer see what is in it.
  watch(() => directory.lastDropped, (dropped) => (items.value = items.value.filter(({ topic }) => topic.id !== dropped?.topicId)), { flush: 'sync' })

  return { query, items, next, status, failure, place, search, show, loadMore, retry }
})
