import type { Sorting } from './topicSections'

/** What somebody has of the topics with these ids, for tests. Topics are called by their ids. */
export const sorting = ({ unread = [], pinned = [] }: { unread?: string[]; pinned?: string[] } = {}): Sorting => ({
  isUnread: (id) => unread.includes(id),
  isPinned: (id) => pinned.includes(id),
  titleOf: ({ id }) => id,
})
