import type { Result } from '../../api/problem'
import type { JoinedTopic, Message, Page, Topic } from '../../api/types'
import type { Changes } from './changes'

export type Position = { before: number } | { after: number } | { around: number } | Record<string, never>

/** The server calls that a room needs. */
export interface RoomServer {
  topic: () => Promise<Result<Topic>>
  page: (position: Position, limit: number) => Promise<Result<Page<Message>>>
  join: (afterRevision: number | null) => Promise<JoinedTopic>
  changes: (after: number) => Promise<Result<Changes>>
  leave: () => Promise<void>
  /** Told when the topic is no longer there for the user. */
  lost?: () => void
}
