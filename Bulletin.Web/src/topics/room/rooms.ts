import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import { useSession } from '../../accounts/session'
import { backoff } from '../../api/backoff'
import { api, doneOf, resultOf } from '../../api/client'
import type { Message } from '../../api/types'
import { useConnection } from '../../connection/connection'
import { createRoom, type Room } from './room'

const heldRooms = 30

/** The topics opened in this tab, so that returning to one shows it at once. Holds at most 30. */
export const useRooms = defineStore('rooms', () => {
  const connection = useConnection()
  const { hub } = connection
  const rooms = shallowReactive(new Map<string, Room>())
  let current: Room | null = null

  function create(topicId: string): Room {
    const path = { topicId }
    return createRoom(topicId, {
      topic: () => resultOf(api.GET('/api/v1/topics/{topicId}', { params: { path } })),
      page: (position, limit) =>
        resultOf(api.GET('/api/v1/topics/{topicId}/messages', { params: { path, query: { ...position, limit } } })),
      changes: async (after) => {
        const result = await resultOf(api.GET('/api/v1/topics/{topicId}/changes', { params: { path, query: { after, limit: 200 } } }))
        return result.ok ? { ok: true, value: { ...result.value, messages: result.value.items } } : result
      },
      join: (afterRevision) => hub.invoke('JoinTopic', topicId, afterRevision),
      leave: async () => {
        if (hub.connected) await hub.invoke('LeaveTopic', topicId)
      },
    })
  }

  function roomOf(topicId: string): Room {
    const room = rooms.get(topicId) ?? create(topicId)
    rooms.delete(topicId)
    rooms.set(topicId, room)
    const oldest = [...rooms.keys()][0]
    if (rooms.size > heldRooms && oldest) rooms.delete(oldest)
    return room
  }

  async function joinCurrent(attempt = 0): Promise<void> {
    const room = current
    if (!room || !hub.connected || (await room.join())) return
    // Refused for now on a live connection: retry later. After a lost connection, reconnecting joins again.
    setTimeout(() => { if (room === current) void joinCurrent(attempt + 1) }, backoff(attempt))
  }

  function open(topicId: string): Room {
    const room = roomOf(topicId)
    if (room === current) return room
    const left = current
    current = room
    void left?.leave()
    if (hub.connected) void joinCurrent()
    if (room.status.value !== 'ready') void room.load()
    else if (!hub.connected) void room.poll()
    return room
  }

  function close(): void {
    void current?.leave()
    current = null
  }

  const receive = (message: Message) => rooms.get(message.topicId)?.receive(message)
  hub.listen<Message>('MessagePosted', receive)
  hub.listen<Message>('MessageUpdated', receive)
  hub.listen<string>('TopicRemoved', (topicId) => rooms.get(topicId)?.remove())
  connection.whenConnected(() => void joinCurrent())
  connection.whileAway(async () => !current || current.poll())

  const path = (topicId: string, seq: number) => ({ params: { path: { topicId, seq } } })

  async function edit({ topicId, seq, revision }: Message, text: string) {
    const result = await resultOf(api.PATCH('/api/v1/topics/{topicId}/messages/{seq}', { ...path(topicId, seq), body: { text, revision } }))
    // If the edit was refused because the message changed, the editor must show its current state.
    const isOutdated = !result.ok && (result.failure.code === 'message_changed' || result.failure.code === 'message_deleted')
    const latest = isOutdated ? await resultOf(api.GET('/api/v1/topics/{topicId}/messages/{seq}', path(topicId, seq))) : result
    if (latest.ok) rooms.get(topicId)?.confirm(latest.value)
    return result
  }

  /** Also works while the page is closing: the browser completes the call. */
  const remove = (topicId: string, seq: number) =>
    doneOf(api.DELETE('/api/v1/topics/{topicId}/messages/{seq}', { ...path(topicId, seq), keepalive: true }))

  watch(() => useSession().user?.id, () => {
    current = null
    rooms.clear()
  })

  return { open, close, edit, remove, find: (topicId: string) => rooms.get(topicId) ?? null }
})
