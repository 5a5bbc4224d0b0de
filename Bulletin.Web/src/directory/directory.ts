import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import { backoff } from '../api/backoff'
import { api, doneOf, resultOf } from '../api/client'
import { isTemporary, type Result } from '../api/problem'
import type { Page, Topic } from '../api/types'
import { useConnection } from '../connection/connection'
import { mergeFirstPage, mergeTopics } from './orderTopics'
import { useUnread } from './unread'

/** The topics by most recent activity, updated live. */
export const useDirectory = defineStore('directory', () => {
  const session = useSession()
  const connection = useConnection()
  const unread = useUnread()
  const topics = shallowRef<readonly Topic[]>([])
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const next = shallowRef<string | null>(null)
  const removed = new Set<string>()
  let heard = new Set<string>()
  let watches = 0

  const present = (items: readonly Topic[]) => items.filter(({ id }) => !removed.has(id))

  function learn(...news: Topic[]): void {
    for (const { id } of news) heard.add(id)
    if (status.value === 'ready') unread.listed(news)
    topics.value = mergeTopics(topics.value, present(news))
  }

  function drop(topicId: string): void {
    removed.add(topicId)
    topics.value = present(topics.value)
  }

  function takeFirstPage(page: Page<Topic>): void {
    unread.listed(page.items)
    // If the page overlaps the held list, no topic between them is missing, and paging continues where it was.
    const last = page.items.at(-1)
    const isHeld = topics.value.some(({ id, lastActivityAt }) => id === last?.id && lastActivityAt === last.lastActivityAt)
    if (status.value !== 'ready' || page.next === null || !isHeld) next.value = page.next
    topics.value = present(mergeFirstPage(topics.value, page, heard))
    status.value = 'ready'
  }

  /** Watches the list on the current connection. Retries when refused: otherwise the list would silently become stale. */
  async function watchLive(attempt = 0, mine = ++watches): Promise<void> {
    heard = new Set()
    try {
      takeFirstPage(await connection.hub.invoke<Page<Topic>>('WatchDirectory'))
    } catch {
      await load()
      setTimeout(() => { if (mine === watches && connection.connected) void watchLive(attempt + 1, mine) }, backoff(attempt))
    }
  }

  async function load(): Promise<void> {
    const result = await resultOf(api.GET('/api/v1/topics', { params: { query: {} } }))
    if (result.ok) takeFirstPage(result.value)
    else if (status.value === 'loading') status.value = 'failed'
  }

  /** Loads the list without the live connection. Returns whether the server was reached. */
  async function poll(): Promise<boolean> {
    heard = new Set()
    const mine = watches
    const result = await resultOf(api.GET('/api/v1/topics', { params: { query: {} } }))
    if (result.ok && mine === watches) takeFirstPage(result.value)
    return result.ok || !isTemporary(result.failure)
  }

  /** Loads more topics. Skips pages that contain nothing new. */
  async function loadMore(): Promise<void> {
    const held = new Set(topics.value.map(({ id }) => id))
    for (let cursor = next.value; cursor !== null; cursor = next.value) {
      const result = await resultOf(api.GET('/api/v1/topics', { params: { query: { cursor } } }))
      if (!result.ok || next.value !== cursor) return
      const { items } = result.value
      unread.listed(items)
      topics.value = mergeTopics(topics.value, present(items))
      next.value = result.value.next
      if (items.some(({ id }) => !held.has(id))) return
    }
  }

  /** A page of the topics that match a name, wherever they are in the list. */
  async function find(query: string, cursor: string | null): Promise<Result<Page<Topic>>> {
    const result = await resultOf(api.GET('/api/v1/topics', { params: { query: { query, limit: 20, ...(cursor !== null && { cursor }) } } }))
    return result.ok ? { ok: true, value: { items: present(result.value.items), next: result.value.next } } : result
  }

  async function create(name: string) {
    const result = await resultOf(api.POST('/api/v1/topics', { body: { name } }))
    if (result.ok) learn(result.value)
    return result
  }

  async function rename(topicId: string, name: string) {
    const result = await resultOf(api.PATCH('/api/v1/topics/{topicId}', { params: { path: { topicId } }, body: { name } }))
    if (result.ok) learn(result.value)
    return result
  }

  async function remove(topicId: string) {
    const result = await doneOf(api.DELETE('/api/v1/topics/{topicId}', { params: { path: { topicId } } }))
    if (result.ok) drop(topicId)
    return result
  }

  connection.hub.listen<Topic>('TopicUpdated', learn)
  connection.hub.listen<string>('TopicRemoved', drop)
  connection.whenConnected(() => void watchLive())
  connection.whileAway(poll)
  watch(() => session.user?.id, () => {
    topics.value = []
    status.value = 'loading'
  })

  const byId = computed(() => new Map(topics.value.map((topic) => [topic.id, topic])))
  return { topics, status, next, byId, load, loadMore, find, create, rename, remove }
})
