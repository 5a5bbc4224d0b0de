import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { api, resultOf } from '../../api/client'
import type { Topic } from '../../api/types'
import { useDirectory } from '../../directory/directory'
import { useToasts } from '../../ui/toasts'
import { useRooms } from '../room/rooms'

/** The pinned messages of topics, and the calls that pin and unpin. */
export const usePins = defineStore('pins', () => {
  const toasts = useToasts()
  const directory = useDirectory()
  const rooms = useRooms()
  /** The pins that the last call answered with, and the topic as it was known then: its next state has them too. */
  const answered = shallowRef<{ known: Topic | null; pins: readonly number[] }>({ known: null, pins: [] })

  /** The seqs of a topic's pinned messages, in the order in which they were pinned. */
  const pinsOf = (topic: Topic): readonly number[] => (topic === answered.value.known ? answered.value.pins : topic.pins)

  /** Returns whether it was done. */
  async function pin(topicId: string, seq: number, isWanted: boolean): Promise<boolean> {
    const at = { params: { path: { topicId, seq } } }
    const path = '/api/v1/topics/{topicId}/pins/{seq}'
    const result = await resultOf(isWanted ? api.PUT(path, at) : api.DELETE(path, at))
    if (result.ok) answered.value = { known: directory.byId.get(topicId) ?? rooms.find(topicId)?.topic.value ?? null, pins: result.value.pins }
    else toasts.show(`The message was not ${isWanted ? 'pinned' : 'unpinned'}. ${result.failure.detail}`)
    return result.ok
  }

  return { pinsOf, pin }
})
