import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Failure, Result } from '../api/problem'
import type { Page } from '../api/types'
import { patiently } from './patiently'

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
/** After this time the user can stop the search. */
const slowAfter = 2_000
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
  /** Whether many pages held little or nothing, or the user stopped the search. The user decides whether to go on. */
  const isPaused = ref(false)
  const isSlow = ref(false)
  /** Whether the items are those of before: they stay until others have been found. */
  const isStale = ref(false)
  let reading = new AbortController()
  let slow: ReturnType<typeof setTimeout> | undefined

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

  function dropStale(): void {
    if (isStale.value) items.value = []
    isStale.value = false
  }

  function append(more: readonly T[]): void {
    if (more.length) dropStale()
    // What moved to the front of the list while it was read may come twice.
    const held = new Set(items.value.map(keyOf))
    items.value = [...items.value, ...more.filter((item) => !held.has(keyOf(item)))]
  }

  function begin(): AbortSignal {
    reading.abort()
    reading = new AbortController()
    clearTimeout(slow)
    slow = setTimeout(() => (isSlow.value = true), slowAfter)
    isSlow.value = false
    isPaused.value = false
    status.value = 'loading'
    failure.value = null
    return reading.signal
  }

  function settle(outcome: 'idle' | 'failed'): void {
    clearTimeout(slow)
    dropStale()
    status.value = outcome
  }

  /** Goes on by itself until it has found a page full. */
  async function readOn(): Promise<void> {
    const signal = begin()
    let found = 0
    for (let pages = 0; pages < mostPages; pages++) {
      const result = await patiently(
        () => read(filters.value, { limit: pageSize, ...(next.value !== null && { cursor: next.value }) }, signal), signal)
      if (signal.aborted) return
      if (!result.ok) {
        failure.value = result.failure
        return settle('failed')
      }
      append(result.value.items)
      next.value = result.value.next
      found += result.value.items.length
      if (next.value === null || found >= pageSize) break
    }
    isPaused.value = next.value !== null && found < pageSize
    settle('idle')
  }

  function stop(): void {
    if (status.value !== 'loading') return
    reading.abort()
    isPaused.value = true
    settle('idle')
  }

  async function load(): Promise<void> {
    isStale.value = true
    next.value = null
    await readOn()
  }

  const isFull = computed(() => items.value.length >= mostRows)

  async function loadMore(): Promise<void> {
    if (status.value === 'loading' || (status.value === 'idle' && next.value === null && !isPaused.value)) return
    if (isFull.value) isStale.value = true
    await readOn()
  }

  /** Shows what an act made of an item. */
  const replace = (item: T) => void (items.value = items.value.map((held) => (keyOf(held) === keyOf(item) ? item : held)))

  const drop = (keys: ReadonlySet<string>) => void (items.value = items.value.filter((item) => !keys.has(keyOf(item))))

  watch(() => JSON.stringify(filters.value), load, { immediate: true })
  onScopeDispose(() => {
    reading.abort()
    clearTimeout(slow)
  })

  return { items, status, failure, isPaused, isSlow, isStale, isFull, hasMore: computed(() => next.value !== null), filters, filter, load, loadMore, stop, replace, drop }
}

export type AdminList = Pick<ReturnType<typeof useAdminList>, 'status' | 'failure' | 'isPaused' | 'isSlow' | 'isStale' | 'isFull' | 'hasMore' | 'load' | 'loadMore' | 'stop'>

/** The moment at which a day of a date field begins here; undefined if it is not set or no date. */
export function momentOf(date: string | undefined): string | undefined {
  const time = Date.parse(`${date}T00:00`)
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}

/** The value of a filter for a call: undefined if it is not set. */
export const given = (value: string | undefined): string | undefined => value?.trim() || undefined

/** The value of a filter that is one of some names, for a call: undefined if it is not set, or none of them. */
export const oneOf = <Name extends string>(value: string | undefined, names: readonly Name[]): Name | undefined => names.find((name) => name === value)
