import { gemoji, nameToEmoji } from 'gemoji'

export interface Emoji {
  emoji: string
  names: string[]
  tags: string[]
  category: string
}

export const allEmoji: readonly Emoji[] = gemoji
export const categories: readonly string[] = [...new Set(gemoji.map(({ category }) => category))]

/** The emoji of just this name, without its colons. */
export const emojiNamed = (name: string): string | undefined =>
  Object.hasOwn(nameToEmoji, name) ? nameToEmoji[name] : undefined

/** How well an emoji answers to a word, the less the better; null when it does not. */
function distance({ names, tags }: Emoji, wanted: string): number | null {
  if (names.includes(wanted)) return 0
  const begins = names.filter((name) => name.startsWith(wanted))
  if (begins.length) return Math.min(...begins.map(({ length }) => length))
  if (names.some((name) => name.includes(`_${wanted}`))) return 100
  if (tags.some((tag) => tag === wanted)) return 200
  return [...names, ...tags].some((word) => word.includes(wanted)) ? 300 : null
}

/** Emoji by name: the very one first, then names that begin with what was asked for, the shortest first, then the rest. */
export function searchEmoji(query: string, limit: number): Emoji[] {
  const wanted = query.trim().toLowerCase().replaceAll(' ', '_')
  if (!wanted) return []
  const found = gemoji.flatMap((emoji) => {
    const far = distance(emoji, wanted)
    return far === null ? [] : [{ emoji, far }]
  })
  return found.sort((a, b) => a.far - b.far).slice(0, limit).map(({ emoji }) => emoji)
}
