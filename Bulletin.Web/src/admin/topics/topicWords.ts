import { topicName } from '../words'
import type { AdminTopic } from '../types'

export type TopicState = 'active' | 'locked' | 'resolved' | 'removed'

/** The state that says most about a topic. */
export const stateOf = ({ removedAt, locked, resolvedAt }: Pick<AdminTopic, 'removedAt' | 'locked' | 'resolvedAt'>): TopicState =>
  removedAt !== null ? 'removed' : locked ? 'locked' : resolvedAt !== null ? 'resolved' : 'active'

/** What one types to confirm that a topic is removed. */
export const confirmationOf = ({ name }: Pick<AdminTopic, 'name'>): string => name?.trim() || 'remove'

const counted = (count: number, one: string): string => (count === 1 ? `1 ${one}` : `${count.toLocaleString()} ${one}s`)

/** What goes with a topic. */
export function consequencesOf({ lastSeq, memberCount }: Pick<AdminTopic, 'lastSeq' | 'memberCount'>): string[] {
  return [
    `Nobody can read its ${counted(lastSeq, 'message')} any more.`,
    ...(memberCount !== null ? [`It disappears for ${counted(memberCount, 'member')}.`] : []),
    'It can be restored until its messages are deleted for good. The settings say when.',
  ]
}

/** Several topics at once, by name as long as there are few. */
export const namesOf = (topics: readonly Pick<AdminTopic, 'name'>[]): string =>
  topics.length <= 3 ? topics.map((topic) => `“${topicName(topic)}”`).join(', ') : `${topics.length} topics`

/** How long messages are kept, in words. */
export const retentionOf = (days: number | null): string =>
  days === null ? 'Site default' : days === 0 ? 'Forever' : counted(days, 'day')

/** What another retention deletes for good; empty if nothing. 0 keeps messages forever, null follows the site. */
export function lossOf(was: number | null, days: number | null): string {
  if (days === was || days === 0) return ''
  if (days === null) return 'If the settings of the site delete old messages, those of this topic are deleted for good too.'
  return was === null || was === 0 || days < was ? `Messages older than ${counted(days, 'day')} are deleted for good.` : ''
}
