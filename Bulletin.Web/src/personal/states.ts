import { computed, shallowReactive } from 'vue'
import type { Topic, TopicState } from '../api/types'
import { contradicts, countOn, type Counted, type Head } from './counts'

interface Surroundings {
  /** The user's id. */
  me: () => string
  /** Asks the server about topics, soon. */
  ask: (topicIds: string[]) => void
  /** The read position of a topic that the server has not confirmed yet; 0 if there is none. */
  pending: (topicId: string) => number
  /** Whether topics that are not held have no state; otherwise it is only not known yet. */
  complete: (topic: Topic) => boolean
}

const fresh = (topicId: string): TopicState => ({ topicId, readSeq: 0, unread: 0, mentions: 0, level: 'default', following: false, pinned: false, draft: null, version: 0 })

/** What the user has of each topic, with counts that follow what is heard of the topics. */
export function createStates({ me, ask, pending, complete }: Surroundings) {
  const held = shallowReactive(new Map<string, Counted>())
  const heads = new Map<string, Head>()
  /** Topics of which the server has said that the user has nothing. */
  const absent = new Set<string>()
  /** Where the user has marked a topic unread from: it stays unread until they leave it. */
  const setBack = shallowReactive(new Map<string, number>())

  /** Brings the counts up to the topic's head. If it is only listed, counts without a known end are taken to include it. */
  function recount(topicId: string, live: boolean): void {
    const [counted, head] = [held.get(topicId), heads.get(topicId)]
    if (!counted || !head) return
    const now = countOn(counted, head, me())
    if (now.counted !== counted) held.set(topicId, now.counted)
    const isListed = counted.upTo === null && !live
    if (now.certain || (isListed && !contradicts(counted, head, me()))) return
    ask([topicId])
  }

  function adopt(state: TopicState, topic?: Topic): void {
    const { topicId, version } = state
    const before = held.get(topicId)
    if (before && version < before.state.version) return
    absent.delete(topicId)
    if (topic) see(topic)
    const readSeq = Math.max(state.readSeq, pending(topicId))
    if (before && version > before.state.version && readSeq < before.state.readSeq) setBack.set(topicId, readSeq + 1)
    const upTo = topic ? { seq: topic.lastSeq, revision: topic.revision } : null
    // Its counts are from before the position that is still on its way.
    if (before && readSeq > state.readSeq) held.set(topicId, { ...before, state: { ...state, readSeq, unread: before.state.unread, mentions: before.state.mentions } })
    else held.set(topicId, { state: { ...state, readSeq }, upTo })
    recount(topicId, false)
  }

  /** Changes a part of a state. Events name the version that it has from then on. */
  function patch(topicId: string, part: Partial<TopicState>, version?: number): void {
    const before = held.get(topicId)
    if (!before) return ask([topicId])
    const state = { ...before.state, ...part }
    if (version === undefined) held.set(topicId, { ...before, state })
    // Several changes may share one version, when what was missed is told.
    else if (version < before.state.version) return
    else if (part.unread === undefined) held.set(topicId, { ...before, state: { ...state, version } })
    else adopt({ ...state, version })
  }

  function see(topic: Topic): void {
    const known = heads.get(topic.id)
    if (!known || topic.revision >= known.revision) heads.set(topic.id, { lastSeq: topic.lastSeq, revision: topic.revision, lastMessage: topic.lastMessage })
  }

  /** Moves the position here, before the server has answered. */
  function move(topicId: string, readSeq: number): void {
    const before = held.get(topicId) ?? { state: fresh(topicId), upTo: null }
    const last = heads.get(topicId)?.lastSeq ?? readSeq
    const forward = readSeq > before.state.readSeq
    const behind = forward ? Math.min(before.state.unread, last - readSeq) : Math.min(99, last - readSeq)
    const unread = Math.max(0, behind)
    held.set(topicId, { upTo: forward ? before.upTo : null, state: { ...before.state, readSeq, unread, mentions: Math.min(before.state.mentions, unread) } })
  }

  return {
    held, setBack, adopt, patch, move,
    /** Topics were listed, or changed if `live`. */
    heard(topics: readonly Topic[], live: boolean): void {
      const unknown: string[] = []
      for (const topic of topics) {
        see(topic)
        if (held.has(topic.id)) recount(topic.id, live)
        else if (!absent.has(topic.id) && !complete(topic)) unknown.push(topic.id)
      }
      if (unknown.length) ask(unknown)
    },
    /** The server has nothing of these topics. */
    miss(topicIds: readonly string[]): void {
      for (const id of topicIds) {
        if (pending(id)) continue
        absent.add(id)
        held.delete(id)
      }
    },
    isAbsent: (topicId: string) => absent.has(topicId),
    /** Takes the place of all that is held, except positions on their way. */
    replace(states: readonly TopicState[]): void {
      // Also what is kept: the server may have lost a position, and what it has counts.
      for (const id of [...held.keys()]) if (!pending(id)) held.delete(id)
      absent.clear()
      for (const state of states) adopt(state)
    },
    forget(topicId: string): void {
      for (const all of [held, heads, setBack]) all.delete(topicId)
      absent.delete(topicId)
    },
    clear: () => { for (const all of [held, heads, setBack, absent]) all.clear() },
    /** The followed topics with unread messages that are not muted. */
    unreadIds: computed(() => [...held.values()].flatMap(({ state }) => (isUnread(state) ? [state.topicId] : []))),
    pinnedIds: computed(() => [...held.values()].flatMap(({ state }) => (state.pinned ? [state.topicId] : []))),
  }
}

/** Whether a topic counts towards what is unread altogether. */
export const isUnread = ({ unread, following, level }: TopicState): boolean => unread > 0 && following && level !== 'muted'
