import type { Failure } from '../api/problem'

const inWords: Readonly<Record<string, string>> = {
  last_owner: 'A private topic needs an owner, and this is the only one. Make somebody else an owner first, or delete the topic.',
  too_many_members: 'This topic has as many members as it may.',
  topic_locked: 'This topic is locked.',
}

/** Why a change to a topic was refused. */
export const refusalOf = ({ code, detail }: Failure): string => inWords[code] ?? detail
