import { defineStore } from 'pinia'
import { shallowReactive } from 'vue'
import { useSession } from '../../accounts/session'
import type { Message } from '../../api/types'
import { useToasts } from '../../ui/toasts'
import { useRooms } from '../room/rooms'

const timeToUndo = 6_000
const keyOf = ({ topicId, seq }: Message) => `${topicId}/${seq}`

/** Deletions can be undone for a few seconds before they are sent to the server; leaving the page sends them at once. */
export const useDeletions = defineStore('deletions', () => {
  const rooms = useRooms()
  const toasts = useToasts()
  const waiting = shallowReactive(new Map<string, { message: Message; timer: ReturnType<typeof setTimeout> }>())

  async function carryOut(message: Message): Promise<void> {
    const key = keyOf(message)
    const entry = waiting.get(key)
    if (!entry) return
    clearTimeout(entry.timer)
    const result = await rooms.remove(message.topicId, message.seq)
    if (result.ok) rooms.find(message.topicId)?.forget(message.seq)
    else if (result.failure.status !== 404) toasts.show(`The message was not deleted. ${result.failure.detail}`)
    waiting.delete(key)
  }

  function undo(message: Message): void {
    clearTimeout(waiting.get(keyOf(message))?.timer)
    waiting.delete(keyOf(message))
  }

  function remove(message: Message): void {
    waiting.set(keyOf(message), { message, timer: setTimeout(() => void carryOut(message), timeToUndo) })
    toasts.show('Message deleted.', { label: 'Undo', run: () => undo(message) }, timeToUndo)
  }

  const carryOutAll = () => Promise.all([...waiting.values()].map(({ message }) => carryOut(message)))
  globalThis.addEventListener('pagehide', () => void carryOutAll())
  useSession().beforeLogOut(carryOutAll)

  return { remove, isDeleted: (message: Message) => message.deletedAt !== null || waiting.has(keyOf(message)) }
})
