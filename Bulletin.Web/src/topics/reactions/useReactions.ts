import { defineStore } from 'pinia'
import { computed, shallowReactive } from 'vue'
import { useSession } from '../../accounts/session'
import { api, resultOf } from '../../api/client'
import type { Result } from '../../api/problem'
import type { Message, Reaction } from '../../api/types'
import { useToasts } from '../../ui/toasts'
import { useRooms } from '../room/rooms'
import { quickEmoji, rememberEmoji } from './favourites'
import { plainEmoji, withReaction } from './reactions'

interface Wish {
  topicId: string
  seq: number
  emoji: string
  isWanted: boolean
}

/** The user's reactions: shown at once, and taken back with a note if the server refuses them. */
export const useReactions = defineStore('reactions', () => {
  const session = useSession()
  const rooms = useRooms()
  const toasts = useToasts()
  /** What was clicked and not answered yet. The last click on an emoji counts. */
  const wishes = shallowReactive(new Map<string, Wish>())
  const me = computed(() => session.user?.id ?? '')
  /** The emoji that the user reacts with most, as of when the page was loaded: buttons stay where they are. */
  const quick = computed(() => quickEmoji(me.value))

  /** The reactions of a message, with those that are under way. */
  function shown({ topicId, seq, reactions }: Message): readonly Reaction[] {
    let all: readonly Reaction[] = reactions
    for (const wish of wishes.values()) {
      if (wish.topicId === topicId && wish.seq === seq) all = withReaction(all, wish.emoji, me.value, wish.isWanted)
    }
    return all
  }

  const isMine = ({ users }: Reaction): boolean => users.includes(me.value)

  function send({ topicId, seq, emoji, isWanted }: Wish): Promise<Result<Message>> {
    const at = { params: { path: { topicId, seq, emoji } } }
    const path = '/api/v1/topics/{topicId}/messages/{seq}/reactions/{emoji}'
    return resultOf(isWanted ? api.PUT(path, at) : api.DELETE(path, at))
  }

  /** One call at a time for each emoji of a message, until the server has what was wished last. */
  async function carryOut(key: string): Promise<void> {
    for (;;) {
      const wish = wishes.get(key)
      if (!wish) return
      const result = await send(wish)
      if (wishes.get(key) !== wish) continue
      if (result.ok) rooms.find(wish.topicId)?.confirm(result.value)
      else toasts.show(`Your reaction was not ${wish.isWanted ? 'added' : 'removed'}. ${result.failure.detail}`)
      wishes.delete(key)
    }
  }

  function set({ topicId, seq }: Message, emoji: string, isWanted: boolean): void {
    const plain = plainEmoji(emoji)
    const key = `${topicId}/${seq}/${plain}`
    const isUnderWay = wishes.has(key)
    wishes.set(key, { topicId, seq, emoji: plain, isWanted })
    if (isWanted) rememberEmoji(me.value, plain)
    if (!isUnderWay) void carryOut(key)
  }

  /** Adds the user's reaction, or takes it back if it is there. */
  function toggle(message: Message, emoji: string): void {
    const held = shown(message).find((reaction) => reaction.emoji === plainEmoji(emoji))
    set(message, emoji, !(held && isMine(held)))
  }

  const add = (message: Message, emoji: string) => set(message, emoji, true)
  const takeBack = (message: Message, emoji: string) => set(message, emoji, false)
  return { quick, shown, isMine, add, toggle, takeBack }
})
