import type { Failure } from '../api/problem'

/** The name of a topic; a direct conversation has none. */
export const topicName = ({ name }: { name: string | null }): string => name ?? 'Direct conversation'

/** A word as it begins a line. */
export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const inWords: Readonly<Record<string, string>> = {
  last_admin: 'This is the only admin. Make somebody else an admin first.',
  last_owner: 'A private topic needs an owner, and this is the only one. Make somebody else an owner first.',
  topic_emptied: 'The messages of this topic have been deleted for good.',
  message_changed: 'This message has been changed in the meantime. Your text has not been saved: copy it, reload the list and edit the message again.',
  mail_not_configured: 'This server cannot send e-mail. Create the link without an address, and pass it on yourself.',
}

/** Why an act was refused, with what is wrong with its fields. */
export const whyNot = ({ code, detail, errors }: Failure): string => [inWords[code] ?? detail, ...Object.values(errors).flat()].join(' ')
