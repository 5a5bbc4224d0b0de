import { keepValue } from '../../ui/keepValue'

/** A message that was sent here and that the server has not yet confirmed. */
export interface OutgoingMessage {
  clientId: string
  topicId: string
  text: string
  replyTo: number | null
  createdAt: string
  /** The number of failed attempts. */
  attempts: number
  /** Why the server refused it permanently; null while it is still retried automatically. */
  refusal: string | null
  /** Whether the server wants to know first that everybody is really meant. It is refused until then. */
  asks?: boolean
  /** Whether the user has confirmed that everybody is meant. */
  confirmAll?: boolean
}

const prefix = (userId: string) => `bulletin.outbox.${userId}.`

const isOutgoing = (value: unknown): value is OutgoingMessage =>
  typeof value === 'object' && value !== null && 'clientId' in value && 'topicId' in value && 'text' in value

function parse(text: string | null): OutgoingMessage | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null')
    return isOutgoing(value) ? value : null
  } catch {
    return null
  }
}

/**
 * The messages to be sent, one entry each in the browser's storage. Written in the same task as the Enter key, so that
 * closing the page loses nothing, and shared by all tabs. Ordered by time of sending: the ids increase with time.
 */
export function outboxOf(userId: string, storage: Storage = localStorage) {
  const keyOf = (clientId: string) => prefix(userId) + clientId
  return {
    owns: (key: string | null) => key === null || key.startsWith(prefix(userId)),
    /** Returns whether it was stored. */
    put: (message: OutgoingMessage) => keepValue(storage, keyOf(message.clientId), message),
    has: (clientId: string) => storage.getItem(keyOf(clientId)) !== null,
    remove: (clientId: string) => storage.removeItem(keyOf(clientId)),
    all: (): OutgoingMessage[] =>
      Object.keys(storage)
        .filter((key) => key.startsWith(prefix(userId)))
        .sort()
        .map((key) => parse(storage.getItem(key)))
        .filter((message) => message !== null),
  }
}
