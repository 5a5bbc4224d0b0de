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
/** Somewhere the user is logged in. */
export type OwnSession = Schemas['OwnSessionView']
export type Member = Schemas['MemberView']
export type Invitation = Schemas['InvitationView']
export type NewInvitation = Schemas['NewInvitationView']
/** What an invitation is for. */
export type Invited = Schemas['InvitationPreviewView']

/** What somebody has begun to write, as it is on the server. Whoever replaces it must know its version. */
export type SavedDraft = Schemas['DraftView']
/** What the user has of a topic. Counts have no version. */
export type TopicState = Schemas['TopicStateView']
/** A topic, and what the user has of it. */
export type PersonalTopic = Schemas['MyTopicView']
export type Notification = Schemas['NotificationView']
export type NotificationPage = Schemas['NotificationPageView']
/** A message that was found, with what was searched for in it. */
export type SearchHit = Schemas['SearchHitView']

/** What the user may choose to be notified of in a topic. */
export type NotificationLevel = Schemas['SetLevelRequest']['level']

export interface Page<T> {
  items: T[]
  next: string | null
}

// The OpenAPI document says nothing of the hub: what follows is what it sends.

/** The hub's response to JoinTopic: the latest 50 messages, or all changes since the given revision. */
export interface JoinedTopic {
  topic: Topic
  messages: Message[]
  revision: number
  reset: boolean
}

export interface TypingEvent {
  topicId: string
  user: User
}

/** The hub's response to WatchMe: what has changed since the given version or, after a reset, everything of importance. */
export interface PersonalSnapshot {
  version: number
  topics: TopicState[]
  notifications: Notification[]
  unreadNotifications: number
  reset: boolean
}

interface Versioned {
  /** The user's version from then on. */
  version: number
}

/** The hub's events about what is the user's own. */
export interface PersonalEvents {
  ReadMoved: Versioned & { topicId: string; readSeq: number; unread: number; mentions: number }
  LevelChanged: Versioned & { topicId: string; level: NotificationLevel; following: boolean; pinned: boolean }
  DraftChanged: Versioned & { topicId: string; draft: SavedDraft | null }
  Notified: Versioned & { notification: Notification; unread: number }
  NotificationsRead: Versioned & { upTo: number; topicId: string | null; seq: number; unread: number }
  CountsChanged: Versioned & { topicIds: string[] }
}
