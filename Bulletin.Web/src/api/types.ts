import type { components } from './schema'

type Schemas = components['schemas']

export type User = Schemas['UserView']
export type Topic = Schemas['TopicView']
export type Message = Schemas['MessageView']
export type Session = Schemas['SessionView']

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
