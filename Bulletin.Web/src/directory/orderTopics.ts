import type { Page, Topic } from '../api/types'

const byActivity = (a: Topic, b: Topic) => b.lastActivityAt.localeCompare(a.lastActivityAt) || b.id.localeCompare(a.id)

/** Of two states of a topic the later: news win over what is held unless they know of fewer changes. */
const later = (held: Topic | undefined, news: Topic) => (held && held.revision > news.revision ? held : news)

/** One list by most recent activity from a held list and news in any order. */
export function mergeTopics(held: readonly Topic[], news: readonly Topic[]): readonly Topic[] {
  const byId = new Map(held.map((topic) => [topic.id, topic]))
  for (const topic of news) byId.set(topic.id, later(byId.get(topic.id), topic))
  return [...byId.values()].sort(byActivity)
}

/**
 * A fresh first page over a held list: what the page should hold and does not is gone; what lies beyond it stays, and
 * so does what was heard of while the page was on its way.
 */
export function mergeFirstPage(held: readonly Topic[], page: Page<Topic>, heard: ReadonlySet<string>): readonly Topic[] {
  const end = page.next === null ? '' : (page.items.at(-1)?.lastActivityAt ?? '')
  const listed = new Set(page.items.map((topic) => topic.id))
  const kept = held.filter((topic) => listed.has(topic.id) || heard.has(topic.id) || topic.lastActivityAt < end)
  return mergeTopics(kept, page.items)
}
