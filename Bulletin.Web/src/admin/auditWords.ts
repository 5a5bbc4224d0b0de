import { localTimes } from '../ui/times'

const words: Readonly<Record<string, string>> = {
  'user.created': 'Account created',
  'user.renamed': 'User renamed',
  'user.role_changed': 'Role changed',
  'user.suspended': 'User suspended',
  'user.suspension_lifted': 'Suspension lifted',
  'user.sessions_ended': 'Sessions ended',
  'user.password_reset_begun': 'Password link created',
  'user.removed': 'User removed',
  'user.messages_purged': 'User’s messages deleted for good',
  'topic.changed': 'Topic changed',
  'topic.removed': 'Topic removed',
  'topic.restored': 'Topic restored',
  'topic.purged': 'Topic deleted for good',
  'topic.messages_read': 'Private messages read',
  'topic.member_put': 'Member added or changed',
  'topic.member_removed': 'Member removed',
  'message.edited': 'Message edited',
  'message.deleted': 'Message deleted',
  'report.changed': 'Report changed',
  'settings.changed': 'Settings changed',
}

/** The names of all acts that the audit log knows. */
export const actions: readonly string[] = Object.keys(words)

/** An act in words; its name, if a newer server knows more. */
export const actionInWords = (action: string): string => words[action] ?? action

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Whether this is a time that the server wrote. In other fields a timestamp is what a user typed. */
const isTime = (name: string, value: string): boolean => /^(?:until|since|[a-zA-Z]+At)$/.test(name) && /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value)

const asText = (name: string, value: unknown): string => {
  if (value === undefined || value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'string') return JSON.stringify(value)
  return isTime(name, value) ? localTimes(value) : value
}

/** A field as words: displayName becomes Display name. */
const fieldInWords = (name: string): string => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll(/[A-Z]/g, (letter, at) => (at === 0 ? letter : ` ${letter.toLowerCase()}`))

export interface Change {
  name: string
  /** Null if there was nothing before. */
  before: string | null
  /** Null if nothing is left. */
  after: string | null
}

/** What an act changed, by the fields that differ. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const old = isRecord(before) ? before : null
  const made = isRecord(after) ? after : null
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(made ?? {})])]
    // Who wrote a message is said with what it was; an edit does not change it.
    .filter((name) => name !== 'author' || !old || !made)
    .map((name) => ({ name: fieldInWords(name), before: old && asText(name, old[name]), after: made && asText(name, made[name]) }))
    .filter((change) => change.before !== change.after)
}
