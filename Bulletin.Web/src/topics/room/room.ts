import { computed, ref, shallowRef } from 'vue'
import { isTemporary, type Failure } from '../../api/problem'
import type { JoinedTopic, Message, Topic } from '../../api/types'
import { allChanges } from './changes'
import { mergeMessages, within } from './mergeMessages'
import type { Position, RoomServer } from './roomServer'
import { createTail } from './tail'

export type RoomStatus = 'loading' | 'ready' | 'failed' | 'gone'
/** Whether a message is now in the held range, does not exist in the topic, or could not be requested. */
export type Reached = 'held' | 'missing' | 'failed'
export type { Position } from './roomServer'

const pageSize = 100
const keptEvents = 200
const keptMessages = 150
/** The most messages held while the user reads far up or down in a topic. */
const longestStretch = 600
const lastOf = (messages: readonly Message[]) => messages.at(-1)?.seq ?? 0
const highest = (messages: readonly Message[]) => messages.reduce((top, { revision }) => Math.max(top, revision), 0)
const isGone = (error: unknown) => error instanceof Error && error.message.includes('topic_not_found')

/**
 * One topic as held in this browser: a contiguous range of its messages, limited in length, and the latest known
 * revision. News may arrive in any order, before or after the response they belong to: for each message, the highest
 * revision wins.
 */
export function createRoom(topicId: string, server: RoomServer) {
  const topic = shallowRef<Topic | null>(null)
  const messages = shallowRef<readonly Message[]>([])
  const status = ref<RoomStatus>('loading')
  /** Whether the topic was a private one that the user could see before. */
  const wasPrivate = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const atEnd = ref(true)
  const headSeq = ref(0)
  const fetching = ref<'older' | 'newer' | 'jump' | null>(null)
  /** The direction of the last page, if it failed to load. */
  const broken = ref<'older' | 'newer' | null>(null)
  /** The message at the top of the viewport when the topic was left; null at the end. */
  const place = ref<number | null>(null)
  const tail = createTail()
  let underWay: Promise<unknown> = Promise.resolve()
  /** Counts the held ranges: a page requested for one does not connect to the next. */
  let stretch = 0
  /** Counts the times the topic was lost: what was requested before shows nothing afterwards. */
  let losses = 0
  let revision: number | null = null
  /** The minimum revision that the first loaded page shows. */
  let loaded = 0
  let recent: Message[] = []
  let lookingAt: () => number | null = () => null
  let joins = 0
  let joining = false
  let joined = false

  const add = (news: readonly Message[]) => {
    if (!atEnd.value) tail.learn(news)
    messages.value = mergeMessages(messages.value, within(messages.value, news, atEnd.value))
  }
  const learn = (news: readonly Message[]) => {
    headSeq.value = Math.max(headSeq.value, lastOf(news), topic.value?.lastSeq ?? 0)
  }
  const replace = (page: readonly Message[], reachesEnd: boolean) => {
    if (atEnd.value && !reachesEnd) tail.keep(messages.value)
    stretch++
    messages.value = [...page].sort((a, b) => a.seq - b.seq)
    learn(messages.value)
    atEnd.value = reachesEnd
    add(recent)
  }

  /** Applies a change announced by the hub. */
  function receive(message: Message): void {
    if (status.value === 'gone' && !joining) return
    recent = [...recent.slice(1 - keptEvents), message]
    learn([message])
    if (status.value === 'ready') add([message])
    if (joined && !joining) revision = Math.max(revision ?? 0, message.revision)
  }

  /** Applies the response to our own call: it does not contain earlier changes by others. */
  function confirm(message: Message): void {
    if (status.value === 'gone') return
    learn([message])
    if (status.value === 'ready') add([message])
  }

  /** Shows a message as deleted before the hub announces our deletion. */
  function forget(seq: number): void {
    messages.value = messages.value.map((message) =>
      message.seq === seq && message.deletedAt === null ? { ...message, text: null, deletedAt: new Date().toISOString() } : message,
    )
  }

  /** The topic is gone, or the user may no longer see it: nothing of it is kept. */
  function lose(): void {
    wasPrivate.value ||= topic.value !== null && topic.value.access !== 'public'
    joins++
    stretch++
    losses++
    joined = joining = false
    revision = place.value = topic.value = null
    loaded = headSeq.value = 0
    messages.value = recent = []
    tail.keep([])
    atEnd.value = true
    status.value = 'gone'
    server.lost?.()
  }

  function refused(reason: Failure): void {
    failure.value = reason
    if (reason.code === 'topic_not_found') lose()
    else if (status.value === 'loading') status.value = 'failed'
  }

  /** Loads the latest messages over HTTP, so that the first view need not wait for the live connection. */
  async function load(): Promise<void> {
    if (status.value === 'ready') return
    status.value = 'loading'
    await look()
  }

  /** Returns whether the server was reached. */
  async function look(): Promise<boolean> {
    const before = losses
    const [about, page] = await Promise.all([server.topic(), server.page({}, 50)])
    if (before !== losses) return true
    const failed = !about.ok ? about : !page.ok ? page : null
    if (about.ok) topic.value ??= about.value
    if (failed) refused(failed.failure)
    else if (!joined && page.ok) {
      loaded = highest(page.value.items)
      replace(page.value.items, true)
      status.value = 'ready'
    }
    return !failed || !isTemporary(failed.failure)
  }

  /** Applies changes without the live connection. Returns whether the server was reached. */
  async function poll(): Promise<boolean> {
    if (status.value === 'gone') return true
    if (status.value !== 'ready') return look()
    const mine = joins
    const answer = await allChanges(server.changes, revision ?? loaded)
    // The live connection is ahead by now, or another topic is open.
    if (mine !== joins) return true
    if (!answer.ok) {
      refused(answer.failure)
      return !isTemporary(answer.failure)
    }
    // The changes are ordered by last change.
    const news = [...answer.value.messages].sort((a, b) => a.seq - b.seq)
    if (answer.value.reset) await startOver(news)
    else add(news)
    if (mine !== joins) return true
    learn(news)
    revision = answer.value.reset ? answer.value.revision : Math.max(revision ?? 0, answer.value.revision)
    return true
  }

  /** Resumes after a reset: at the latest messages, or around the message that the user reads further up. */
  async function startOver(latest: Message[]): Promise<void> {
    learn(latest)
    const seq = status.value === 'ready' ? lookingAt() : null
    const before = losses
    const page = seq === null || seq >= (latest[0]?.seq ?? 0) ? null : await server.page({ around: seq }, pageSize)
    if (before !== losses) return
    if (!page?.ok || !page.value.items.length) return replace(latest, true)
    replace(page.value.items, lastOf(page.value.items) >= headSeq.value)
    tail.keep(latest)
  }

  async function takeUp(answer: JoinedTopic): Promise<void> {
    const before = losses
    topic.value = answer.topic
    const first = Math.min(...answer.messages.map(({ seq }) => seq))
    const touches = messages.value.length > 0 && first <= lastOf(messages.value) + 1
    if (answer.reset) await startOver(answer.messages)
    else if (status.value !== 'ready' || (revision === null && atEnd.value && !touches)) replace(answer.messages, true)
    else add(answer.messages)
    if (before !== losses) return
    learn(answer.messages)
    revision = Math.max(answer.revision, highest(recent))
    status.value = 'ready'
  }

  /** Joins the live topic, or rejoins it from the held revision after the connection was lost. */
  async function join(): Promise<boolean> {
    const mine = ++joins
    joining = true
    try {
      const answer = await server.join(revision)
      if (mine === joins) {
        await takeUp(answer)
        joined = mine === joins
      }
      return true
    } catch (error) {
      if (mine === joins && isGone(error)) lose()
      return isGone(error)
    } finally {
      if (mine === joins) joining = false
    }
  }

  async function leave(): Promise<void> {
    joins++
    joined = joining = false
    recent = []
    if (atEnd.value) messages.value = messages.value.slice(-keptMessages)
    await server.leave().catch(() => undefined)
  }

  /** Drops messages far above the end once very many are held and the user is at the end. */
  function forgetOldest(): void {
    if (atEnd.value && messages.value.length > 2 * longestStretch) messages.value = messages.value.slice(-longestStretch)
  }

  async function fetchPage(kind: 'older' | 'newer' | 'jump', position: Position, take: (page: Message[], next: string | null) => void): Promise<boolean> {
    while (kind === 'jump' && fetching.value) await underWay
    if (fetching.value) return false
    fetching.value = kind
    const from = stretch
    const asked = server.page(position, pageSize)
    underWay = asked
    try {
      const result = await asked
      // Another range is held by now, or the topic is back after it was lost.
      if (from !== stretch) return false
      if (result.ok) take(result.value.items, result.value.next)
      else refused(result.failure)
      if (kind !== 'jump') broken.value = result.ok ? null : kind
      return result.ok
    } finally {
      fetching.value = null
    }
  }

  const hasOlder = computed(() => (messages.value[0]?.seq ?? 1) > 1)

  const loadOlder = async () =>
    hasOlder.value &&
    fetchPage('older', { before: messages.value[0]?.seq ?? 1 }, (page) => {
      const merged = mergeMessages(messages.value, page)
      if (atEnd.value && merged.length > longestStretch) {
        tail.keep(merged)
        atEnd.value = false
      }
      messages.value = merged.slice(0, longestStretch)
      add(recent)
    })

  const loadNewer = async () =>
    !atEnd.value &&
    fetchPage('newer', { after: lastOf(messages.value) }, (page, next) => {
      messages.value = mergeMessages(messages.value, page).slice(-longestStretch)
      learn(page)
      // Without a next page this was the end of the log, however short the page; later messages are in `recent`.
      atEnd.value = next === null || lastOf(messages.value) >= headSeq.value
      add(recent)
    })

  /** Loads a message into the held range, leaving the end if necessary. */
  async function reach(seq: number): Promise<Reached> {
    const isIn = (held: readonly Message[]) => held.some((message) => message.seq === seq)
    if (isIn(messages.value)) return 'held'
    // An address may contain any number; the server would refuse this one.
    if (seq < 1 || !Number.isSafeInteger(seq)) return 'missing'
    const answered = await fetchPage('jump', { around: seq }, (page) => {
      if (isIn(page)) replace(page, lastOf(page) >= headSeq.value)
    })
    if (isIn(messages.value)) return 'held'
    return answered ? 'missing' : 'failed'
  }

  /** Returns whether the end is now held; immediately, if it is known. */
  async function reachEnd(): Promise<boolean> {
    if (atEnd.value) return true
    const latest = tail.upTo(headSeq.value)
    if (!latest) return fetchPage('jump', {}, (page) => replace(page, true))
    replace(latest, true)
    return true
  }

  return {
    topicId, topic, messages, status, wasPrivate, failure, atEnd, headSeq, fetching, broken, place, hasOlder,
    receive, confirm, forget, load, poll, join, leave, forgetOldest, loadOlder, loadNewer, reach, reachEnd,
    /** Sets how to find the message in view, to resume there after a reset; null at the end. */
    lookAt: (look: () => number | null) => void (lookingAt = look),
    /** The revision to resume from; null before the first join. */
    revision: () => revision,
    remove: lose,
  }
}

export type Room = ReturnType<typeof createRoom>
