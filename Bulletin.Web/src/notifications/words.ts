import type { Notification } from '../api/types'
import { nameOf } from '../people/names'

/** A sentence about what somebody did: their name stands between `before` and `after`, and a topic's title at the end. */
export interface Words {
  before: string
  after: string
  title: string
}

/** What a notification says. `title` is what its topic is called; a conversation of two is the actor's, so that it goes without saying. */
export function wordsOf({ kind, topic, emoji }: Notification, title: string): Words {
  const inTopic = topic.access === 'direct' && (topic.members?.length ?? 0) <= 2 ? ['', ''] : [' in ', title]
  const [preposition = '', where = ''] = inTopic
  if (kind === 'mention') return { before: '', after: ` mentioned you${preposition}`, title: where }
  if (kind === 'reply') return { before: '', after: ` replied to you${preposition}`, title: where }
  if (kind === 'invitation') return { before: '', after: ' added you to ', title }
  if (kind === 'reaction') return { before: '', after: ` reacted ${emoji ?? ''} to your message${preposition}`, title: where }
  return { before: 'New message from ', after: preposition, title: where }
}

/** The whole sentence. */
export function sentenceOf(notification: Notification, topicTitle: string): string {
  const { before, after, title } = wordsOf(notification, topicTitle)
  return `${before}${nameOf(notification.actor)}${after}${title}`
}
