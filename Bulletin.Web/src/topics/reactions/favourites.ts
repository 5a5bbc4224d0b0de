import { keepValue } from '../../ui/keepValue'
import { plainEmoji } from './reactions'

const usual = ['👍', '❤️', '😂']
/** How many of the latest reactions count. */
const counted = 30

const keyOf = (userId: string) => `bulletin.emoji.${userId}`

function latest(userId: string, storage: Storage): string[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(keyOf(userId)) ?? '[]')
    return Array.isArray(value) ? value.filter((emoji) => typeof emoji === 'string').slice(0, counted) : []
  } catch {
    return []
  }
}

/** Counts a reaction. */
export function rememberEmoji(userId: string, emoji: string, storage: Storage = localStorage): void {
  keepValue(storage, keyOf(userId), [plainEmoji(emoji), ...latest(userId, storage)].slice(0, counted))
}

/** The three emoji that the user reacts with most in this browser, of equals the later one first; the usual ones until then. */
export function quickEmoji(userId: string, storage: Storage = localStorage): string[] {
  const counts = new Map<string, number>()
  for (const emoji of latest(userId, storage)) counts.set(emoji, (counts.get(emoji) ?? 0) + 1)
  const most = [...counts].sort(([, a], [, b]) => b - a).map(([emoji]) => emoji)
  return [...most, ...usual.filter((emoji) => !counts.has(plainEmoji(emoji)))].slice(0, usual.length)
}
