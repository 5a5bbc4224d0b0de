import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { useSession } from '../../accounts/session'
import { withLock } from '../../accounts/vaultLock'
import { backoff } from '../../api/backoff'
import { newId } from '../../api/ids'
import { isTemporary, type Failure } from '../../api/problem'
import { useConnection } from '../../connection/connection'
import { useRooms } from '../room/rooms'
import { outboxOf, type OutgoingMessage } from './outbox'
import { postMessage } from './postMessage'

/** Sends written messages in order and exactly once, however often the connection breaks or the page reloads. */
export const useOutgoing = defineStore('outgoing', () => {
  const session = useSession()
  const rooms = useRooms()
  const box = computed(() => (session.user ? outboxOf(session.user.id) : null))
  const waiting = shallowRef<readonly OutgoingMessage[]>([])
  const sending = new Set<string>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  /** The messages written in this tab: the other tabs do not ask about them. */
  const written = new Set<string>()
  /** The id of the message that the user is asked about. */
  const asked = shallowRef<string | null>(null)
  /** The message to everybody that the user is asked to confirm. */
  const asking = computed(() => waiting.value.find(({ clientId, asks }) => asks && clientId === asked.value) ?? null)

  /** Asks about the next message that was written here and is to be confirmed. */
  function askNext(): void {
    const held = new Map(waiting.value.map((message) => [message.clientId, message]))
    for (const clientId of written) {
      if (!asking.value && held.get(clientId)?.asks) asked.value = clientId
      if (!held.has(clientId) || clientId === asked.value) written.delete(clientId)
    }
  }

  function reload(): void {
    waiting.value = box.value?.all() ?? []
    askNext()
  }

  const toSend = () => waiting.value.filter(({ refusal }) => refusal === null)

  async function post(message: OutgoingMessage): Promise<Failure | null> {
    const result = await postMessage(message)
    if (!result.ok) return result.failure
    rooms.find(message.topicId)?.confirm(result.value)
    return null
  }

  /** Returns the milliseconds to wait before the next attempt, or null if the topic has nothing left to send. */
  async function drain(topicId: string): Promise<number | null> {
    for (;;) {
      const held = box.value
      const next = held?.all().find((message) => message.topicId === topicId && message.refusal === null)
      if (!held || !next) {
        reload()
        return null
      }
      const failure = await post(next)
      let noted = true
      if (!failure) held.remove(next.clientId)
      else if (held.has(next.clientId)) {
        const refusal = isTemporary(failure) ? null : failure.detail
        noted = held.put({ ...next, attempts: next.attempts + 1, refusal, asks: failure.code === 'confirm_all' })
      }
      reload()
      // If the failure could not be stored, the message would be sent again at once.
      if (failure && (isTemporary(failure) || !noted)) return Math.max(backoff(next.attempts), (failure.retryAfter ?? 0) * 1000)
    }
  }

  async function send(topicId: string): Promise<void> {
    clearTimeout(timers.get(topicId))
    timers.delete(topicId)
    if (sending.has(topicId) || !session.user) return
    sending.add(topicId)
    // One tab at a time sends all messages that this person's tabs wrote to a topic, which keeps the order.
    const wait = await withLock(`bulletin.outbox.${session.user.id}.${topicId}`, () => drain(topicId)).finally(() => sending.delete(topicId))
    if (wait !== null) sendIn(topicId, wait)
    else if (toSend().some((message) => message.topicId === topicId)) void send(topicId)
  }

  const sendIn = (topicId: string, wait: number) => void timers.set(topicId, setTimeout(() => void send(topicId), wait))

  const sendAll = () => {
    for (const topicId of new Set(waiting.value.map((message) => message.topicId))) void send(topicId)
  }

  /** Returns whether it was stored: the browser's storage may be full. */
  function write(topicId: string, text: string, replyTo: number | null): boolean {
    if (!box.value) return false
    const message = { clientId: newId(), topicId, text, replyTo, createdAt: new Date().toISOString(), attempts: 0, refusal: null }
    if (!box.value.put(message)) return false
    written.add(message.clientId)
    reload()
    void send(topicId)
    return true
  }

  function sendAgain(message: OutgoingMessage): void {
    box.value?.put({ ...message, refusal: null, asks: false })
    reload()
    void send(message.topicId)
  }

  function retry(message: OutgoingMessage): void {
    if (message.asks) asked.value = message.clientId
    else sendAgain(message)
  }

  /** Sends the message that the user was asked about, or leaves it unsent. */
  function answer(isMeant: boolean): void {
    const message = asking.value
    asked.value = null
    if (message && isMeant) sendAgain({ ...message, confirmAll: true })
    askNext()
  }

  function discard({ clientId }: OutgoingMessage): void {
    box.value?.remove(clientId)
    reload()
  }

  /**
   * Messages of another tab are sent from here if that tab closes: this tab waits for its turn. It retries at its own pace, not
   * after each failed attempt of the other.
   */
  function standBy(): void {
    for (const { topicId, attempts } of toSend()) {
      if (sending.has(topicId) || timers.has(topicId)) continue
      if (attempts === 0) void send(topicId)
      else sendIn(topicId, backoff(attempts))
    }
  }

  function hear({ key }: StorageEvent): void {
    if (!box.value?.owns(key)) return
    reload()
    standBy()
  }
  window.addEventListener('storage', hear)
  onScopeDispose(() => window.removeEventListener('storage', hear))
  watch(box, () => { reload(); sendAll() }, { immediate: true })
  useConnection().whenConnected(sendAll)

  /** The first message of each topic that could not be sent so far. */
  const unsent = computed(() => {
    const tried = waiting.value.filter(({ attempts, refusal }) => attempts > 0 || refusal !== null)
    return new Map(tried.reverse().map((message) => [message.topicId, message]))
  })

  return { waiting, unsent, asking, write, retry, answer, discard }
})
