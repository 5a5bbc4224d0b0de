import type { components } from './schema'

type Schemas = components['schemas']

export type User = Schemas['UserView']
export type Topic = Schemas['TopicView']
export type Message = Schemas['MessageView']
export type Session = Schemas['SessionView']

/** The hub's response to JoinTopic: the latest 50 messages, or all changes since the given revision. */
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
