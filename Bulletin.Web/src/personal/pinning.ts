import { shallowReactive } from 'vue'
import { api, resultOf } from '../api/client'
import type { Result } from '../api/problem'
import type { TopicState } from '../api/types'

export type PinAnswer = Result<TopicState>

export const sendPinned = (topicId: string, pinned: boolean): Promise<PinAnswer> => {
  const at = { params: { path: { topicId } } }
  return resultOf(pinned ? api.PUT('/api/v1/topics/{topicId}/pinned', at) : api.DELETE('/api/v1/topics/{topicId}/pinned', at))
}

/**
 * Pins and unpins topics. What the user wants is shown at once, and until the server has answered. The calls about a topic go out one after
 * the other, so that the server ends with what was wanted last.
 */
export function createPinning(send: (topicId: string, pinned: boolean) => Promise<PinAnswer>) {
  const wanted = shallowReactive(new Map<string, { pinned: boolean }>())
  const turns = new Map<string, Promise<unknown>>()

  return {
    /** What the server has not answered yet; null if nothing is under way. */
    wish: (topicId: string): boolean | null => wanted.get(topicId)?.pinned ?? null,
    /** Returns null if the user has changed their mind, or logged out, before it was sent. */
    async set(topicId: string, pinned: boolean): Promise<PinAnswer | null> {
      const mine = { pinned }
      const isLatest = () => wanted.get(topicId) === mine
      wanted.set(topicId, mine)
      const turn = Promise.resolve(turns.get(topicId)).then(() => (isLatest() ? send(topicId, pinned) : null))
      turns.set(topicId, turn)
      const answer = await turn
      if (isLatest()) {
        wanted.delete(topicId)
        turns.delete(topicId)
      }
      return answer
    },
    clear(): void {
      wanted.clear()
      turns.clear()
    },
  }
}
