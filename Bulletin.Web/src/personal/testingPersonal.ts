import type { TopicState } from '../api/types'

/** What somebody has of a topic, for tests. */
export const state = (topicId: string, changes: Partial<TopicState> = {}): TopicState => ({
  topicId,
  readSeq: 0,
  unread: 0,
  mentions: 0,
  level: 'default',
  following: true,
  pinned: false,
  draft: null,
  version: 1,
  ...changes,
})
