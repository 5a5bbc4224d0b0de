import { gemoji, nameToEmoji } from 'gemoji'

export interface Emoji {
  emoji: string
  names: string[]
  tags: string[]
  category: string
}

export const allEmoji: readonly Emoji[] = gemoji
export const categories: readonly string[] = [...new Set(gemoji.map(({ category }) => category))]

/** The emoji with exactly this name, without colons. */
export const emojiNamed = (name: string): string | undefined =>
  Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined

/** How well an emoji matches a word: lower is better, null means no match. */
function distance({ names, tags }: Emoji, wanted: string): number | null {
  if (names.includes(wanted)) return 0
  const begins = names.filter((name) => name.startsWith(wanted))
  if (begins.length) return Math.min(...begins.map(({ length }) => length))
  if (names.some((name) => name.includes(`_${wanted}`))) return 100
  if (tags.some((tag) => tag === wanted)) return 200
  return [...names, ...tags].some((word) => word.includes(wanted)) ? 300 : null
}

/** Finds emoji by name: the exact match first, then names that begin with the query, shortest first, then the rest. */
export function searchEmoji(query: string, limit: number): Emoji[] {
  const wanted = query.trim().toLowerCase().replaceAll(' ', '_')
  if (!wanted) return []
  const found = gemoji.flatMap((emoji) => {
    const far = distance(emoji, wanted)
    return far === null ? [] : [{ emoji, far }]
  })
  return found.sort((a, b) => a.far - b.far).slice(0, limit).map(({ emoji }) => emoji)
}
