import type { components } from './schema'

type Schemas = components['schemas']

export type User = Schemas['UserView']
export type Topic = Schemas['TopicView']
export type NewTopic = Schemas['CreateTopicRequest']
export type TopicChanges = Schemas['ChangeTopicRequest']
export type Message = Schemas['MessageView']
export type Session = Schemas['SessionView']
export type Member = Schemas['MemberView']
export type Invitation = Schemas['InvitationView']
export type NewInvitation = Schemas['NewInvitationView']
/** What an invitation is for. */
export type Invited = Schemas['InvitationPreviewView']

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
