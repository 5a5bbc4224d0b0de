import { defineStore } from 'pinia'
import { computed, readonly, shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import { personalApi } from '../api/personal'
import { isTemporary, type Result } from '../api/problem'
import type { Notification, NotificationLevel, PersonalSnapshot, PersonalTopic, SavedDraft, Topic, TopicState } from '../api/types'
import { useConnection } from '../connection/connection'
import { createFeed } from './feed'
import { createNotifications } from './notifications'
import { createPinning, sendPinned } from './pinning'
import { createPositions } from './positions'
import { createQuestions } from './questions'
import { createStates, isUnread } from './states'

/** A snapshot holds at most this many topics: there may be more. */
const longestSnapshot = 500
const patience = 2_000
/** The one id that the notifications are asked for under. */
const all = 'all'

const stateOfTopic = ({ topic, ...own }: PersonalTopic): TopicState => ({ ...own, topicId: topic.id })

/** What is the user's own: how far they have read, what they follow, their drafts and notifications. The same on all their devices. */
export const usePersonal = defineStore('personal', () => {
  const session = useSession()
  const connection = useConnection()
  const version = shallowRef<number | null>(null)
  let isPartial = false

  const positions = createPositions(async (topicId, seq, leaving) => {
    const owner = session.user?.id
    const result = await personalApi.read(topicId, seq, leaving)
    if (owner !== session.user?.id) return 'refused'
    if (result.ok) states.adopt(result.value)
    return result.ok ? 'saved' : isTemporary(result.failure) ? 'later' : 'refused'
  })
  const pinning = createPinning(async (topicId, pinned) => {
    const owner = session.user?.id
    const result = await sendPinned(topicId, pinned)
    if (owner !== session.user?.id) return result
    if (result.ok) states.adopt(result.value)
    // A call without an answer may have arrived.
    else if (isTemporary(result.failure)) questions.add([topicId])
    return result
  })
  const questions = createQuestions(async (topicIds) => isAnswered(await fetchTopics(topicIds)))
  const notifications = createNotifications((topicId) => stateOf(topicId)?.level === 'muted')
  const notificationQuestions = createQuestions(async () => isAnswered(await fetchNotifications()))
  const states = createStates({
    me: () => session.user?.id ?? '',
    ask: (topicIds) => questions.add(topicIds),
    pending: (topicId) => positions.pending(topicId),
    // Before the first snapshot nothing is known. Afterwards only what comes into being without a word is asked for.
    complete: ({ access }) => version.value === null || (access === 'public' && !isPartial),
  })

  const isAnswered = (result: Result<unknown>) => result.ok || !isTemporary(result.failure)

  /** The states of up to 100 topics, and the topics. */
  async function fetchTopics(topicIds: readonly string[]): Promise<Result<readonly PersonalTopic[]>> {
    const owner = session.user?.id
    const result = await personalApi.topics(topicIds)
    if (!result.ok || owner !== session.user?.id) return result.ok ? { ok: true, value: [] } : result
    const { items } = result.value
    for (const item of items) states.adopt(stateOfTopic(item), item.topic)
    const found = new Set(items.map(({ topic }) => topic.id))
    states.miss(topicIds.filter((id) => !found.has(id)))
    return { ok: true, value: items }
  }

  async function fetchNotifications(): Promise<Result<unknown>> {
    const owner = session.user?.id
    const result = await personalApi.notifications(false, 50, null)
    if (result.ok && owner === session.user?.id) notifications.replace(result.value)
    return result
  }

  /** Asks without the live connection. Returns whether the server was reached. */
  async function poll(): Promise<boolean> {
    const owner = session.user?.id
    const [topics, notes] = await Promise.all([personalApi.latestTopics(), fetchNotifications()])
    if (topics.ok && owner === session.user?.id) for (const item of topics.value.items) states.adopt(stateOfTopic(item), item.topic)
    return isAnswered(topics) && isAnswered(notes)
  }

  function take(snapshot: PersonalSnapshot): void {
    if (snapshot.reset || version.value === null) {
      isPartial = snapshot.topics.length >= longestSnapshot
      states.replace(snapshot.topics)
    } else for (const state of snapshot.topics) states.adopt(state)
    if (!notifications.take(snapshot.notifications, snapshot.unreadNotifications, snapshot.reset)) notificationQuestions.add([all])
  }

  /** Whether its message, if it has one, is not after what was read of the topic. */
  const isCovered = ({ topic, message }: Notification): boolean => (message?.seq ?? 0) <= (stateOf(topic.id)?.readSeq ?? -1)

  function notificationsRead(isRead: (notification: Notification) => boolean, unread: number): void {
    if (!notifications.read(isRead, unread)) notificationQuestions.add([all])
  }

  const feed = createFeed(connection.hub, version, take, {
    ReadMoved: ({ topicId, readSeq, unread, mentions, version: at }) => states.patch(topicId, { readSeq, unread, mentions }, at),
    LevelChanged: ({ topicId, level, following, pinned, version: at }) => states.patch(topicId, { level, following, pinned }, at),
    DraftChanged: ({ topicId, draft, version: at }) => states.patch(topicId, { draft }, at),
    Notified: ({ notification, unread }) => {
      notifications.notified(notification, unread)
      const isMention = notification.kind === 'mention' || notification.kind === 'reply'
      if (isMention) questions.add([notification.topic.id])
    },
    NotificationsRead: ({ upTo, topicId, seq, unread }) =>
      notificationsRead(({ id, topic, message }) => id <= upTo || (topic.id === topicId && (message?.seq ?? 0) <= seq), unread),
    CountsChanged: ({ topicIds }) => {
      questions.add(topicIds)
      notificationQuestions.add([all])
    },
  })

  /** The user has read a topic up to a message. Not if they have just marked it unread. */
  function markRead(topicId: string, seq: number): void {
    if (states.setBack.has(topicId) || seq <= (states.held.get(topicId)?.state.readSeq ?? -1)) return
    positions.read(topicId, seq)
    states.move(topicId, seq)
  }

  /** Marks a topic unread from a message on. It is not marked read again before the user leaves it or posts. */
  async function markUnread(topicId: string, seq: number): Promise<Result<TopicState>> {
    states.setBack.set(topicId, seq)
    states.move(topicId, seq - 1)
    await positions.drop(topicId)
    const result = await personalApi.unread(topicId, seq)
    if (result.ok) states.adopt(result.value)
    else {
      states.setBack.delete(topicId)
      questions.add([topicId])
    }
    return result
  }

  async function markAllRead(): Promise<Result<true>> {
    void positions.flushAll(false)
    const result = await personalApi.readAll()
    if (!result.ok) return result
    states.setBack.clear()
    for (const topicId of states.unreadIds.value) states.patch(topicId, { unread: 0, mentions: 0 })
    // Something may have come since.
    questions.add([...states.held.values()].flatMap(({ state, upTo }) => (upTo && upTo.seq > state.readSeq ? [state.topicId] : [])))
    return result
  }

  /** The user leaves a topic, or has posted in it: it may be marked read again. */
  function release(topicId: string): void {
    states.setBack.delete(topicId)
    positions.flush(topicId)
  }

  async function adopted(call: Promise<Result<TopicState>>): Promise<Result<TopicState>> {
    const result = await call
    if (result.ok) states.adopt(result.value)
    return result
  }

  async function follow(topicId: string, follows: boolean): Promise<Result<true>> {
    const result = await personalApi.follow(topicId, follows)
    if (result.ok) states.patch(topicId, { following: follows })
    return result
  }

  async function saveDraft(topicId: string, draft: SavedDraft, leaving = false) {
    const result = await personalApi.saveDraft(topicId, draft, leaving)
    if (result.ok) states.adopt(result.value)
    return result
  }

  async function deleteDraft(topicId: string, leaving = false): Promise<Result<true>> {
    const result = await personalApi.deleteDraft(topicId, leaving)
    if (result.ok && states.held.has(topicId)) states.patch(topicId, { draft: null })
    return result
  }

  async function readNotifications(upTo: number): Promise<Result<{ unread: number }>> {
    const result = await personalApi.readNotifications(upTo)
    if (result.ok) notificationsRead(({ id }) => id <= upTo, result.value.unread)
    return result
  }

  /** Reads the notifications of messages that had been read before they came, such as reactions to old messages. */
  async function readCovered(topicId: string): Promise<void> {
    const state = stateOf(topicId)
    if (!state || !notifications.latest.value.some((one) => one.topic.id === topicId && one.readAt === null && isCovered(one))) return
    const result = await personalApi.read(topicId, state.readSeq, false)
    if (result.ok) states.adopt(result.value)
  }

  /** Whether it is known what the user has of a topic, which may be nothing. */
  const knows = (topicId: string): boolean => states.held.has(topicId) || states.isAbsent(topicId) || (version.value !== null && !isPartial)

  /** Finds out what the user has of a topic, as far as that is possible soon. */
  async function learn(topicId: string): Promise<void> {
    if (!knows(topicId)) await Promise.race([fetchTopics([topicId]), new Promise((resolve) => setTimeout(resolve, patience))])
  }

  /** A topic that the user can no longer see. */
  function forget(topicId: string): void {
    void positions.drop(topicId)
    questions.forget(topicId)
    states.forget(topicId)
  }

  const stateOf = (topicId: string): TopicState | null => states.held.get(topicId)?.state ?? null

  /** Whether a topic counts towards what is unread altogether. */
  function counts(topicId: string): boolean {
    const state = stateOf(topicId)
    return state !== null && isUnread(state)
  }

  connection.whenConnected(() => {
    void feed.watch()
    void positions.flushAll(false)
  })
  connection.whileAway(poll)
  session.beforeLogOut(() => positions.flushAll(true))
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') void positions.flushAll(true) })
  globalThis.addEventListener('pagehide', () => void positions.flushAll(true))
  watch(() => session.user?.id, () => {
    feed.stop()
    version.value = null
    for (const part of [states, positions, pinning, questions, notifications, notificationQuestions]) part.clear()
  }, { flush: 'sync' })

  return {
    /** Whether the user's states are known, as far as the server has told them. */
    isReady: computed(() => version.value !== null),
    stateOf, knows, learn, fetchTopics, forget, adopt: states.adopt, heard: states.heard, isUnread: counts, unreadIds: states.unreadIds,
    /** Unread messages of a topic: exact below 99. Nothing is counted of what the user has neither opened nor follows, or has muted. */
    unreadOf: ({ id }: Pick<Topic, 'id'>): number => {
      const state = stateOf(id)
      return state && state.level !== 'muted' ? state.unread : 0
    },
    /** Whether the user has pinned a topic to the top of their list, or has just asked for it. */
    isPinned: (topicId: string): boolean => pinning.wish(topicId) ?? stateOf(topicId)?.pinned ?? false,
    pinnedIds: states.pinnedIds, setPinned: pinning.set,
    /** From which message on topics were marked unread, until they are left. */
    setBack: states.setBack,
    markRead, markUnread, markAllRead, release, follow, saveDraft, deleteDraft,
    setLevel: (topicId: string, level: NotificationLevel) => adopted(personalApi.setLevel(topicId, level)),
    latestNotifications: computed(() => notifications.latest.value), unreadNotifications: readonly(notifications.unread), whenNotified: notifications.whenNotified, readNotifications, readCovered,
  }
})
