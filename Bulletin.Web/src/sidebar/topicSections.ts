import type { Topic } from '../api/types'

export interface TopicSection {
  name: 'Unread' | 'Direct messages' | 'Topics'
  topics: readonly Topic[]
}

/** The sections of the list, each in the given order. A topic is in one of them. */
export function sectionsOf(topics: readonly Topic[], isUnread: (topicId: string) => boolean): TopicSection[] {
  const unread = topics.filter(({ id }) => isUnread(id))
  const rest = topics.filter(({ id }) => !isUnread(id))
  return [
    { name: 'Unread', topics: unread },
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
