import { backoff } from '../api/backoff'

const interval = 1_000

/** Whether it was saved, is to be tried again, or is refused for good. */
export type Saving = 'saved' | 'later' | 'refused'

interface Position {
  seq: number
  sending: Promise<unknown> | null
  /** The seq that is under way to the server, or was saved. */
  sentSeq: number
  sentAt: number
  failures: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/** Sends read positions to the server: at most one a second per topic, the latest one in the end, until it is saved. */
export function createPositions(send: (topicId: string, seq: number, leaving: boolean) => Promise<Saving>) {
  const positions = new Map<string, Position>()

  async function save(topicId: string, position: Position, leaving: boolean): Promise<void> {
    const { seq } = position
    position.sentSeq = seq
    position.sentAt = performance.now()
    const saving = await send(topicId, seq, leaving)
    position.sending = null
    if (positions.get(topicId) !== position) return
    position.failures = saving === 'later' ? position.failures + 1 : 0
    if (saving === 'later') position.sentSeq = 0
    // The throttle remembers a saved position for its interval.
    if (position.seq > position.sentSeq) plan(topicId, position, saving === 'later' ? backoff(position.failures) : interval)
    else position.timer = setTimeout(() => positions.delete(topicId), interval)
  }

  function flush(topicId: string, leaving = false): void {
    const position = positions.get(topicId)
    if (!position || position.sending || position.seq <= position.sentSeq) return
    clearTimeout(position.timer)
    position.sending = save(topicId, position, leaving)
  }

  function plan(topicId: string, position: Position, pause: number): void {
    clearTimeout(position.timer)
    if (position.sending) return
    position.timer = setTimeout(() => flush(topicId), Math.max(0, position.sentAt + pause - performance.now()))
  }

  const drop = (topicId: string): void => {
    clearTimeout(positions.get(topicId)?.timer)
    positions.delete(topicId)
  }

  return {
    /** The user has read up to a message. */
    read(topicId: string, seq: number): void {
      const position = positions.get(topicId) ?? { seq: 0, sending: null, sentSeq: 0, sentAt: -Infinity, failures: 0, timer: undefined }
      if (seq <= position.seq) return
      position.seq = seq
      positions.set(topicId, position)
      plan(topicId, position, interval)
    },
    /** The position that the server has not confirmed yet; 0 if there is none. */
    pending: (topicId: string): number => {
      const position = positions.get(topicId)
      return position && (position.sending || position.seq > position.sentSeq) ? position.seq : 0
    },
    /** Sends what waits: the user leaves the topic. */
    flush,
    /** Sends all that waits; `leaving` if the page may be closed. Ends once all of it was answered. */
    async flushAll(leaving: boolean): Promise<void> {
      for (const topicId of positions.keys()) flush(topicId, leaving)
      await Promise.all([...positions.values()].map(({ sending }) => sending))
    },
    /** Forgets a position, after what is under way has arrived. */
    async drop(topicId: string): Promise<void> {
      const sending = positions.get(topicId)?.sending
      drop(topicId)
      await sending
    },
    clear: () => { for (const topicId of [...positions.keys()]) drop(topicId) },
  }
}
