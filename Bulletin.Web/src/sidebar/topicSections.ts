import type { Topic } from '../api/types'

export interface TopicSection {
  name: 'Unread' | 'Pinned' | 'Direct messages' | 'Topics'
  topics: readonly Topic[]
}

const inAlphabet = new Intl.Collator(undefined, { numeric: true }).compare

/** What the user has of the topics, and what these are called. */
export interface Sorting {
  isUnread: (topicId: string) => boolean
  isPinned: (topicId: string) => boolean
  titleOf: (topic: Topic) => string
}

/**
 * The sections of the list. A topic is in one of them. What is pinned has a place that no message changes: it stays in its section when it is
 * unread, by title. The other sections keep the given order.
 */
export function sectionsOf(topics: readonly Topic[], { isUnread, isPinned, titleOf }: Sorting): TopicSection[] {
  const pinned = topics.filter(({ id }) => isPinned(id))
  const others = topics.filter(({ id }) => !isPinned(id))
  const rest = others.filter(({ id }) => !isUnread(id))
  return [
    { name: 'Unread', topics: others.filter(({ id }) => isUnread(id)) },
    { name: 'Pinned', topics: pinned.sort((a, b) => inAlphabet(titleOf(a), titleOf(b))) },
    { name: 'Direct messages', topics: rest.filter(({ access }) => access === 'direct') },
    { name: 'Topics', topics: rest.filter(({ access }) => access !== 'direct') },
  ]
}

/**
 * The sections in the order in which they were shown: each topic stays in its place, with its new state. Those that are
 * gone leave, and new ones follow at the end of their section.
 */
export function inOrderOf(shown: readonly TopicSection[], now: readonly TopicSection[]): TopicSection[] {
  const latest = new Map(now.flatMap(({ topics }) => topics.map((topic) => [topic.id, topic])))
  const held = new Set(shown.flatMap(({ topics }) => topics.map(({ id }) => id)))
  return now.map(({ name, topics }) => {
    const stayed = shown.find((section) => section.name === name)?.topics.flatMap(({ id }) => latest.get(id) ?? []) ?? []
    return { name, topics: [...stayed, ...topics.filter(({ id }) => !held.has(id))] }
  })
}
