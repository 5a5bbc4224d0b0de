import type { Message } from '../../api/types'

/**
 * Merges a held list with news in any order into one list in ascending seq. Of two states of a message, the one with the
 * higher revision wins. Returns the held list itself if nothing changes.
 */
export function mergeMessages(held: readonly Message[], news: readonly Message[]): readonly Message[] {
  const last = held.at(-1)
  const only = news.length === 1 ? news[0] : undefined
  if (only && (!last || only.seq > last.seq)) return [...held, only]

  const bySeq = new Map(held.map((message) => [message.seq, message]))
  let changed = false
  for (const message of news) {
    const known = bySeq.get(message.seq)
    if (known && known.revision >= message.revision) continue
    bySeq.set(message.seq, message)
    changed = true
  }
  return changed ? [...bySeq.values()].sort((a, b) => a.seq - b.seq) : held
}

/** The part of `news` that belongs in a held range: nothing older, and nothing newer unless the range reaches the end. */
export function within(held: readonly Message[], news: readonly Message[], atEnd: boolean): readonly Message[] {
  const first = held[0]?.seq ?? (atEnd ? 0 : Number.POSITIVE_INFINITY)
  const last = held.at(-1)?.seq ?? 0
  return news.filter(({ seq }) => seq >= first && (atEnd || seq <= last))
}
