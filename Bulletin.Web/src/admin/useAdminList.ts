import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Failure, Result } from '../api/problem'
import type { Page } from '../api/types'

/** The values of filters by name; an empty one is not set. */
export type Filters = Readonly<Record<string, string>>

export interface PageQuery {
  limit: number
  cursor?: string
}

interface ListOptions<T> {
  /** The filters that the address may hold, with the values that they have when it does not. */
  defaults: Filters
  keyOf: (item: T) => string
  read: (filters: Filters, page: PageQuery, signal: AbortSignal) => Promise<Result<Page<T>>>
}

const pageSize = 100
/** The server reads a bounded number of rows for a page, so a rare word takes many pages. After these the user is asked. */
const mostPages = 200
/** More rows make a browser slow. Whoever goes on sees the next ones instead. */
export const mostRows = 3_000

/** A list that is read page by page. Its filters are in the address, so that it can be linked, reloaded and gone back to. */
export function useAdminList<T>({ defaults, keyOf, read }: ListOptions<T>) {
  const route = useRoute()
  const router = useRouter()
  const items = shallowRef<readonly T[]>([])
  const next = ref<string | null>(null)
  const status = ref<'loading' | 'idle' | 'failed'>('loading')
  const failure = shallowRef<Failure | null>(null)
  /** Whether many pages held little or nothing, and the user decides whether to go on. */
  const isPaused = ref(false)
  let reading = new AbortController()

  const page = route.name
  const fromAddress = (): Filters =>
    Object.fromEntries(Object.entries(defaults).map(([name, standard]) => {
      const given = route.query[name]
      return [name, typeof given === 'string' ? given : standard]
    }))
  // While the user leaves for another page, the address is already that of the other.
  const filters = computed<Filters>((held) => (held && route.name !== page ? held : fromAddress()))

  function filter(changes: Filters): void {
    const query = Object.entries({ ...filters.value, ...changes }).filter(([name, value]) => value !== defaults[name])
    void router.replace({ query: Object.fromEntries(query) })
  }

  function append(more: readonly T[]): void {
    // What moved to the front of the list while it was read may come twice.
    const held = new Set(items.value.map(keyOf))
    items.value = [...items.value, ...more.filter((item) => !held.has(keyOf(item)))]
  }

  /** Goes on by itself until it has found a page full. */
  async function readOn(): Promise<void> {
    reading.abort()
    reading = new AbortController()
    const { signal } = reading
    status.value = 'loading'
    failure.value = null
    isPaused.value = false
    let found = 0
    for (let pages = 0; pages < mostPages; pages++) {
      const result = await read(filters.value, { limit: pageSize, ...(next.value !== null && { cursor: next.value }) }, signal)
      if (signal.aborted) return
      if (!result.ok) {
        failure.value = result.failure
        status.value = 'failed'
        return
      }
      append(result.value.items)
      next.value = result.value.next
      found += result.value.items.length
      if (next.value === null || found >= pageSize) break
    }
    isPaused.value = next.value !== null && found < pageSize
    status.value = 'idle'
  }

  async function load(): Promise<void> {
    items.value = []
    next.value = null
    await readOn()
  }

  const isFull = computed(() => items.value.length >= mostRows)

  async function loadMore(): Promise<void> {
    if (status.value === 'loading' || (status.value === 'idle' && next.value === null)) return
    if (isFull.value) items.value = []
    await readOn()
  }

  /** Shows what an act made of an item. */
  const replace = (item: T) => void (items.value = items.value.map((held) => (keyOf(held) === keyOf(item) ? item : held)))

  const drop = (keys: ReadonlySet<string>) => void (items.value = items.value.filter((item) => !keys.has(keyOf(item))))

  watch(() => JSON.stringify(filters.value), load, { immediate: true })
  onScopeDispose(() => reading.abort())

  return { items, status, failure, isPaused, isFull, hasMore: computed(() => next.value !== null), filters, filter, load, loadMore, replace, drop }
}

export type AdminList = Pick<ReturnType<typeof useAdminList>, 'status' | 'failure' | 'isPaused' | 'isFull' | 'hasMore' | 'load' | 'loadMore'>

/** The moment at which a day of a date field begins here; undefined if it is not set or no date. */
export function momentOf(date: string | undefined): string | undefined {
  const time = Date.parse(`${date}T00:00`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** The value of a filter for a call: undefined if it is not set. */
export const given = (value: string | undefined): string | undefined => value?.trim() || undefined
