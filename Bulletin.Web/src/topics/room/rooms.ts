import { defineStore } from 'pinia'
import { shallowReactive, watch } from 'vue'
import { useSession } from '../../accounts/session'
import { backoff } from '../../api/backoff'
import { api, doneOf, resultOf } from '../../api/client'
import type { Message, Topic } from '../../api/types'
import { useConnection } from '../../connection/connection'
import { useDirectory } from '../../directory/directory'
import { forgetRichText } from '../text/richText'
import { createRoom, type Room } from './room'

const heldRooms = 30

/** The topics opened in this tab, so that returning to one shows it at once. Holds at most 30. */
export const useRooms = defineStore('rooms', () => {
  const connection = useConnection()
  const directory = useDirectory()
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
      lost: () => lose(topicId),
    })
  }

  /** Drops what else is held of a topic that is gone. Its rendered messages are among those of all topics. */
  function lose(topicId: string): void {
    if (topicId !== current?.topicId) rooms.delete(topicId)
    directory.drop(topicId)
    forgetRichText()
  }

  /** A hidden conversation is dropped from the list like a topic that is gone, but can still be read. */
  async function dropped(topicId: string): Promise<void> {
    const room = rooms.get(topicId)
    // The list showed the beginning of its latest message.
    if (!room) return forgetRichText()
    if (room.status.value === 'gone') return
    if (room.topic.value?.access !== 'direct') return room.remove()
    const result = await resultOf(api.GET('/api/v1/topics/{topicId}', { params: { path: { topicId } } }))
    if (!result.ok && result.failure.code === 'topic_not_found') room.remove()
  }

  /** Forgets the topics that the user may have been removed from during an absence. The open one is asked for again. */
  function forgetDoubtful(): void {
    const doubtful = [...rooms.values()].filter((room) => room !== current && room.topic.value && room.topic.value.access !== 'public')
    for (const { topicId } of doubtful) rooms.delete(topicId)
    if (doubtful.length) forgetRichText()
  }

  /** Shows the open topic again when the user was added again. */
  function returned({ id, access }: Topic): void {
    if (access === 'public' || current?.topicId !== id || current.status.value !== 'gone') return
    void current.load()
    void joinCurrent()
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
  hub.listen<Topic>('TopicUpdated', returned)
  connection.whenConnected(() => {
    forgetDoubtful()
    void joinCurrent()
  })
  connection.whileAway(async () => !current || current.poll())

  const path = (topicId: string, seq: number) => ({ params: { path: { topicId, seq } } })

  /** `confirmAll`: the user knows how many people it mentions. */
  async function edit({ topicId, seq, revision }: Message, text: string, confirmAll = false) {
    const body = { text, revision, ...(confirmAll && { confirmAll }) }
    const result = await resultOf(api.PATCH('/api/v1/topics/{topicId}/messages/{seq}', { ...path(topicId, seq), body }))
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
    forgetRichText()
  })
  watch(() => directory.lastDropped, (last) => { if (last) void dropped(last.topicId) }, { flush: 'sync' })

  return { open, close, edit, remove, find: (topicId: string) => rooms.get(topicId) ?? null }
})
