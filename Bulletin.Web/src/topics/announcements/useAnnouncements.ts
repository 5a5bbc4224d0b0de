import { shallowRef, watch } from 'vue'
import type { User } from '../../api/types'
import { callAmong } from '../../people/names'
import type { Room } from '../room/room'
import type { OutgoingMessage } from '../sending/outbox'

export interface Announcement {
  id: number
  text: string
}

const readOut = 3
const kept = 6

/**
 * What a screen reader announces in a topic: each message that others add, once, and each own message that was refused.
 * It does not announce other changes of the rows: history, edits and deletions, or the user's own messages. Namesakes of
 * the people in `present` are announced by username.
 */
export function useAnnouncements(room: Room, me: () => string, outgoing: () => readonly OutgoingMessage[], present: () => readonly User[] = () => []) {
  const said = shallowRef<readonly Announcement[]>([])
  let last = 0
  let upTo: number | null = null

  const say = (text: string) => void (said.value = [...said.value, { id: ++last, text }].slice(-kept))

  function hear(): void {
    // Nothing of a topic stays on the page when it is gone.
    if (room.status.value === 'gone') said.value = []
    if (room.status.value !== 'ready') return
    const from = upTo ?? room.headSeq.value
    const head = Math.max(from, room.headSeq.value)
    upTo = head
    const held = room.messages.value.filter(({ seq }) => seq > from)
    const news = held.filter(({ author, deletedAt }) => author.id !== me() && deletedAt === null)
    const call = callAmong([...present(), ...news.map(({ author }) => author)])
    const unseen = head - from - held.length
    if (unseen === 0 && news.length <= readOut) for (const { author, text } of news) say(`${call(author)}: ${text?.slice(0, 500) ?? ''}`)
    else say(unseen + news.length === 1 ? '1 new message' : `${unseen + news.length} new messages`)
  }
  watch([room.status, room.headSeq], hear, { immediate: true, flush: 'post' })

  const refused = () => outgoing().filter(({ topicId, refusal }) => topicId === room.topicId && refusal !== null)
  watch(refused, (now, before) => {
    const known = new Set(before.map(({ clientId }) => clientId))
    for (const { clientId, refusal } of now) if (!known.has(clientId)) say(`Not sent. ${refusal}`)
  })
  return said
}
