import type { components } from './schema'

type Schemas = components['schemas']

export type User = Schemas['User']
export type Topic = Schemas['Topic']
export type Message = Schemas['Message']
export type Session = Schemas['Session']

/** What the hub answers to JoinTopic: the latest 50, or all that changed since the revision given. */
export interface JoinedTopic {
  topic: Topic
  messages: Message[]
  revision: number
  reset: boolean
}

export interface Page<T> {
  items: T[]
  next: string | null
}

export interface TypingEvent {
  topicId: string
  user: User
}
