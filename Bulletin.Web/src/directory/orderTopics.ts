import type { Page, Topic } from '../api/types'

const byActivity = (a: Topic, b: Topic) => b.lastActivityAt.localeCompare(a.lastActivityAt) || b.id.localeCompare(a.id)

/** The later of two states of a topic: the news wins unless its revision is lower. */
const later = (held: Topic | undefined, news: Topic) => (held && held.revision > news.revision ? held : news)

/** Merges a held list with news in any order into one list by most recent activity. */
export function mergeTopics(held: readonly Topic[], news: readonly Topic[]): readonly Topic[] {
  const byId = new Map(held.map((topic) => [topic.id, topic]))
  for (const topic of news) byId.set(topic.id, later(byId.get(topic.id), topic))
  return [...byId.values()].sort(byActivity)
}

/**
 * Merges a fresh first page into a held list. Topics that belong on the page but are missing there are gone. Topics beyond
 * the page stay, and so do topics that were heard of while the page was loading. After an `absence` the user may have been
 * removed from any topic beyond the page: if one of those is not public, the list is cut to the page.
 */
export function mergeFirstPage(held: readonly Topic[], page: Page<Topic>, heard: ReadonlySet<string>, absence = false) {
  const end = page.next === null ? '' : (page.items.at(-1)?.lastActivityAt ?? '')
  const listed = new Set(page.items.map((topic) => topic.id))
  const missing = held.filter(({ id }) => !listed.has(id) && !heard.has(id))
  const gone = missing.filter(({ lastActivityAt }) => lastActivityAt > end)
  const cut = absence && missing.some((topic) => topic.access !== 'public' && topic.lastActivityAt <= end)
  const left = new Set(cut ? missing : gone)
  return { topics: mergeTopics(held.filter((topic) => !left.has(topic)), page.items), gone, cut }
}
