import type { Topic, User } from '../api/types'
import { callAmong, type Named } from '../people/names'

const joined = new Intl.ListFormat(undefined, { type: 'conjunction' })

/** The others in a direct conversation; nobody in any other topic. */
export const othersIn = ({ members }: Pick<Topic, 'members'>, me: User | null): readonly User[] =>
  (members ?? []).filter(({ id }) => id !== me?.id)

/**
 * What a topic is called: its name, or the names of the others in a direct conversation. `call` names a person among
 * those they could be mistaken for.
 */
export function topicTitle(topic: Pick<Topic, 'name' | 'members'>, me: User | null, call: (person: Named) => string = callAmong(topic.members ?? [])): string {
  if (topic.name !== null) return topic.name
  return joined.format(othersIn(topic, me).map(call)) || 'Direct message'
}
