import type { Reaction } from '../../api/types'

/** An emoji as the server keeps it: without the sign that asks for its coloured form. */
export const plainEmoji = (emoji: string): string => emoji.replaceAll(/[\ufe0e\ufe0f]/g, '')

/** The reactions of a message with one person's reaction added or taken back. New kinds come last, as on the server. */
export function withReaction(reactions: readonly Reaction[], emoji: string, userId: string, isWanted: boolean): readonly Reaction[] {
  const held = reactions.find((reaction) => reaction.emoji === emoji)
  const has = held?.users.includes(userId) ?? false
  if (has === isWanted) return reactions
  if (!held) return [...reactions, { emoji, count: 1, users: [userId] }]
  const users = isWanted ? [...held.users, userId] : held.users.filter((id) => id !== userId)
  const changed = { ...held, count: held.count + (isWanted ? 1 : -1), users }
  return reactions.map((reaction) => (reaction === held ? changed : reaction)).filter(({ count }) => count > 0)
}
