import type { components } from './schema'

type Schemas = components['schemas']

export type User = Schemas['UserView']
export type Topic = Schemas['TopicView']
export type NewTopic = Schemas['CreateTopicRequest']
export type TopicChanges = Schemas['ChangeTopicRequest']
/** An emoji below a message. */
export type Reaction = Schemas['ReactionView']
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

export type NotificationLevel = 'all' | 'mentions' | 'muted' | 'default'

/** What somebody has begun to write, as it is on the server. Whoever replaces it must know its version. */
export interface SavedDraft {
  text: string
  replyTo: number | null
  version: number
}

/** What the user has of a topic. */
export interface TopicState {
  topicId: string
  /** The seq of the last message that they have read. */
  readSeq: number
  /** Messages of others after it, without deleted ones: exact below 99, which means 99 or more. */
  unread: number
  /** Those of them that mention the user or reply to them; counted likewise. */
  mentions: number
  level: NotificationLevel
  following: boolean
  draft: SavedDraft | null
  /** The user's version at which it last changed. Counts have none. */
  version: number
}

/** A topic, and what the user has of it. */
export type PersonalTopic = Omit<TopicState, 'topicId'> & { topic: Topic }

export interface Notification {
  /** Later ones have greater ids. */
  id: number
  kind: 'mention' | 'reply' | 'direct' | 'message' | 'invitation' | 'reaction'
  topic: Topic
  /** Null for an invitation. */
  message: Message | null
  actor: User
  /** Only of a reaction. */
  emoji: string | null
  createdAt: string
  readAt: string | null
}

/** `unread` is the number of all unread notifications: 99 means 99 or more. */
export type NotificationPage = Page<Notification> & { unread: number }

/** The hub's response to WatchMe: what has changed since the given version or, after a reset, everything of importance. */
export interface PersonalSnapshot {
  version: number
  topics: TopicState[]
  notifications: Notification[]
  unreadNotifications: number
  reset: boolean
}
