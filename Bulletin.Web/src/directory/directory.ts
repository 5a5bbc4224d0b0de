import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import { backoff } from '../api/backoff'
import { api, doneOf, resultOf } from '../api/client'
import { isTemporary, type Result } from '../api/problem'
import type { NewTopic, Page, Topic, TopicChanges } from '../api/types'
import { useConnection } from '../connection/connection'
import { callAmong } from '../people/names'
import { usePersonal } from '../personal/personal'
import { mergeFirstPage, mergeTopics } from './orderTopics'
import { createRemovals } from './removals'
import { topicTitle } from './topicTitle'

/** The topics by most recent activity, updated live. */
export const useDirectory = defineStore('directory', () => {
  const session = useSession()
  const connection = useConnection()
  const personal = usePersonal()
  const topics = shallowRef<readonly Topic[]>([])
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const next = shallowRef<string | null>(null)
  const removals = createRemovals()
  /** An object each time: a topic that came back can be dropped again. */
  const lastDropped = shallowRef<{ topicId: string } | null>(null)
  /** The pinned topics and those with unread messages that were asked for because they are farther down in the list. */
  const sought = new Set<string>()
  /** The direct conversations that were ever listed. One that is hidden comes back, and is read as far as it was. */
  const conversations = new Set<string>()
  let heard = new Set<string>()
  let watches = 0

  /** The topics of an answer asked for at a time, or of an event, without those removed since. */
  function admitted(news: readonly Topic[], asked?: number): Topic[] {
    const present = removals.without(news, asked)
    for (const { id, access } of present) if (access === 'direct') conversations.add(id)
    return present
  }

  function learn(topic: Topic, asked?: number, live = false): void {
    const news = admitted([topic], asked)
    for (const { id } of news) heard.add(id)
    personal.heard(news, live)
    topics.value = mergeTopics(topics.value, news)
  }

  function drop(topicId: string): void {
    if (!conversations.has(topicId)) personal.forget(topicId)
    // One that is hidden with unread messages stays hidden.
    sought.add(topicId)
    removals.add(topicId)
    heard.delete(topicId)
    topics.value = topics.value.filter(({ id }) => id !== topicId)
    lastDropped.value = { topicId }
  }

  /** Takes the first page, which shows what was there when it was asked for, perhaps after an absence. */
  function takeFirstPage(page: Page<Topic>, asked: number, absence = false): void {
    const items = admitted(page.items, asked)
    personal.heard(items, false)
    // If the page overlaps the held list, no topic between them is missing, and paging continues where it was.
    const last = page.items.at(-1)
    const isHeld = topics.value.some(({ id, lastActivityAt }) => id === last?.id && lastActivityAt === last.lastActivityAt)
    const merged = mergeFirstPage(topics.value, { ...page, items }, heard, absence)
    if (status.value !== 'ready' || page.next === null || !isHeld || merged.cut) next.value = page.next
    topics.value = merged.topics
    if (merged.cut) sought.clear()
    status.value = 'ready'
    for (const { id, access } of merged.gone) if (access !== 'public') drop(id)
    void findFarther()
  }

  /** Watches the list on the current connection. Retries when refused: otherwise the list would silently become stale. */
  async function watchLive(attempt = 0, mine = ++watches): Promise<void> {
    heard = new Set()
    const asked = removals.now()
    try {
      takeFirstPage(await connection.hub.invoke<Page<Topic>>('WatchDirectory'), asked, true)
    } catch {
      await load()
      setTimeout(() => { if (mine === watches && connection.connected) void watchLive(attempt + 1, mine) }, backoff(attempt))
    }
  }

  async function load(): Promise<void> {
    const mine = watches
    const asked = removals.now()
    const result = await resultOf(api.GET('/api/v1/topics', { params: { query: {} } }))
    // The watched page is later than this one, which may miss what was heard of before.
    if (result.ok && status.value === 'ready' && mine !== watches) return
    if (result.ok) takeFirstPage(result.value, asked)
    else if (status.value === 'loading') status.value = 'failed'
  }

  /** Loads the list without the live connection. Returns whether the server was reached. */
  async function poll(): Promise<boolean> {
    heard = new Set()
    const mine = watches
    const asked = removals.now()
    const result = await resultOf(api.GET('/api/v1/topics', { params: { query: {} } }))
    if (result.ok && mine === watches) takeFirstPage(result.value, asked)
    return result.ok || !isTemporary(result.failure)
  }

  /** Loads more topics. Skips pages that contain nothing new. */
  async function loadMore(): Promise<void> {
    const held = new Set(topics.value.map(({ id }) => id))
    for (let cursor = next.value; cursor !== null; cursor = next.value) {
      const asked = removals.now()
      const result = await resultOf(api.GET('/api/v1/topics', { params: { query: { cursor } } }))
      if (!result.ok || next.value !== cursor) return
      const items = admitted(result.value.items, asked)
      personal.heard(items, false)
      topics.value = mergeTopics(topics.value, items)
      next.value = result.value.next
      if (items.some(({ id }) => !held.has(id))) return
    }
  }

  /** Loads the pinned topics and those with unread messages that are farther down in the list. */
  async function findFarther(): Promise<void> {
    const wanted = new Set([...personal.pinnedIds, ...personal.unreadIds])
    const ids = [...wanted].filter((id) => !byId.value.has(id) && !sought.has(id)).slice(0, 100)
    if (status.value !== 'ready' || !ids.length) return
    for (const id of ids) sought.add(id)
    const asked = removals.now()
    const result = await personal.fetchTopics(ids)
    if (!result.ok) return ids.forEach((id) => sought.delete(id))
    topics.value = mergeTopics(topics.value, admitted(result.value.map(({ topic }) => topic), asked))
  }

  /** The topics that match a name, wherever they are in the list: the first that the server finds. */
  async function find(query: string, signal?: AbortSignal): Promise<Result<readonly Topic[]>> {
    const asked = removals.now()
    const result = await resultOf(api.GET('/api/v1/topics', { params: { query: { query, limit: 20 } }, signal }))
    return result.ok ? { ok: true, value: admitted(result.value.items, asked) } : result
  }

  /** Shows the topic that a call answered with, unless it was removed since it was asked for. */
  async function learned(call: Promise<Result<Topic>>, asked?: number): Promise<Result<Topic>> {
    const result = await call
    if (result.ok) learn(result.value, asked)
    return result
  }

  /** Drops a topic that a call has taken from the list. */
  async function dropped(topicId: string, call: Promise<Result<true>>): Promise<Result<true>> {
    const result = await call
    if (result.ok) drop(topicId)
    return result
  }

  const at = (topicId: string) => ({ params: { path: { topicId } } })
  const create = (topic: NewTopic) => learned(resultOf(api.POST('/api/v1/topics', { body: topic })))
  const change = (topicId: string, changes: TopicChanges) =>
    learned(resultOf(api.PATCH('/api/v1/topics/{topicId}', { ...at(topicId), body: changes })), removals.now())
  const remove = (topicId: string) => dropped(topicId, doneOf(api.DELETE('/api/v1/topics/{topicId}', at(topicId))))
  /** Opens the conversation with these people, which may have begun long ago. */
  const openDirect = (usernames: string[]) => learned(resultOf(api.POST('/api/v1/direct', { body: { usernames } })))
  /** Takes a direct conversation from the list until its next message. */
  const hide = (topicId: string) => dropped(topicId, doneOf(api.PUT('/api/v1/topics/{topicId}/hidden', at(topicId))))
  const leave = (topicId: string) =>
    dropped(topicId, doneOf(api.DELETE('/api/v1/topics/{topicId}/members/{username}', { params: { path: { topicId, username: session.user?.username ?? '' } } })))
  /** Joins the topic that an invitation is for. */
  const accept = (token: string) => learned(resultOf(api.POST('/api/v1/invitations/{token}', { params: { path: { token } } })), removals.now())

  connection.hub.listen<Topic>('TopicUpdated', (topic) => learn(topic, undefined, true))
  connection.hub.listen<string>('TopicRemoved', drop)
  connection.whenConnected(() => void watchLive())
  connection.whileAway(poll)
  watch(() => session.user?.id, () => {
    topics.value = []
    sought.clear()
    status.value = 'loading'
  })

  const byId = computed(() => new Map(topics.value.map((topic) => [topic.id, topic])))
  watch([() => personal.pinnedIds, () => personal.unreadIds, status], () => void findFarther())
  const call = computed(() => callAmong(topics.value.flatMap(({ members }) => members ?? [])))
  /** What a topic is called here: people who look like somebody else in the list go by their usernames. */
  const titleOf = (topic: Topic) => topicTitle(topic, session.user, topic.members && byId.value.has(topic.id) ? call.value : undefined)

  return { topics, status, next, lastDropped, byId, titleOf, load, loadMore, find, create, change, remove, drop, openDirect, hide, leave, accept }
})
