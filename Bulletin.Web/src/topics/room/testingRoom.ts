import { unreachable, type Failure } from '../../api/problem'
import type { JoinedTopic, Message } from '../../api/types'
import { message, topic } from '../../testing'
import { createRoom, type Position } from './room'

export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
export const joinedWith = (messages: Message[], revision: number, reset = false): JoinedTopic => ({
  topic: topic('tea', { lastSeq: messages.at(-1)?.seq ?? 0, revision }),
  messages,
  revision,
  reset,
})

/** A fake server for a room: it answers joins when the test decides, and pages from a log of messages. */
export function edge(log: Message[] = [], longestPage = Number.POSITIVE_INFINITY) {
  const asked: (number | null)[] = []
  const answers: ((answer: JoinedTopic | Error) => void)[] = []
  const pages = ({ before, after, around }: { before?: number; after?: number; around?: number }, limit: number) => {
    if (before !== undefined) return log.filter(({ seq }) => seq < before).slice(-limit)
    if (after !== undefined) return log.filter(({ seq }) => seq > after).slice(0, limit)
    if (around !== undefined) return log.filter(({ seq }) => Math.abs(seq - around) <= limit / 2)
    return log.slice(-limit)
  }
  let line: Promise<unknown> = Promise.resolve()
  let refusal: Failure | null = null
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: topic('tea', { lastSeq: log.length }) }),
    page: async (position: Position, limit) => {
      const items = pages(position, Math.min(limit, longestPage))
      const failure = refusal
      const isLast = 'after' in position ? items.at(-1)?.seq === log.at(-1)?.seq : items[0]?.seq === log[0]?.seq
      await line
      return failure ? { ok: false, failure } : { ok: true, value: { items, next: isLast ? null : 'more' } }
    },
    join: (afterRevision) => {
      asked.push(afterRevision)
      return new Promise((resolve, reject) => answers.push((answer) => (answer instanceof Error ? reject(answer) : resolve(answer))))
    },
    changes: () => Promise.resolve({ ok: false, failure: unreachable }),
    leave: () => Promise.resolve(),
  })
  return {
    room,
    asked,
    answer: (answer: JoinedTopic | Error) => answers.shift()?.(answer),
    away: (away: boolean) => void (refusal = away ? unreachable : null),
    /** Answers pages as if the topic were not there. */
    refuse: (refuses: boolean) => void (refusal = refuses ? { ...unreachable, status: 404, code: 'topic_not_found' } : null),
    /** Holds back every page until the returned function is called. */
    hold: () => {
      let release: () => void = () => undefined
      line = new Promise<void>((resolve) => (release = resolve))
      return release
    },
  }
}

export const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq)
