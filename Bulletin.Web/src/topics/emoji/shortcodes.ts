import { gemoji, nameToEmoji } from 'gemoji'

export interface Emoji {
  emoji: string
  names: string[]
  tags: string[]
  category: string
}

export const allEmoji: readonly Emoji[] = gemoji
export const categories: readonly string[] = [...new Set(gemoji.map(({ category }) => category))]

/** `:tada:` becomes its emoji; unknown names stay as written. */
export const replaceShortcodes = (text: string): string =>
  text.replaceAll(/:([a-z0-9_+-]+):/g, (written, name: string) => nameToEmoji[name] ?? written)

/** As `replaceShortcodes`, but code stays code. */
export const replaceOutsideCode = (text: string): string =>
  text
    .split(/(```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\/\/\S+)/)
    .map((part, index) => (index % 2 === 0 ? replaceShortcodes(part) : part))
    .join('')

/** Emoji whose names begin with, or else contain or are tagged with, the words asked for. */
export function searchEmoji(query: string, limit: number): Emoji[] {
  const wanted = query.trim().toLowerCase().replaceAll(' ', '_')
  if (!wanted) return []
  const starts = gemoji.filter(({ names }) => names.some((name) => name.startsWith(wanted)))
  const holds = gemoji.filter(({ names, tags }) => [...names, ...tags].some((word) => word.includes(wanted)))
  return [...new Set([...starts, ...holds])].slice(0, limit)
}
