import { expect, test } from 'vitest'
import { unreachable } from '../../api/problem'
import type { JoinedTopic, Message } from '../../api/types'
import { message, topic } from '../../testing'
import type { Changes } from './changes'
import { createRoom } from './room'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const seqs = (messages: readonly Message[]) => messages.map(({ seq }) => seq)

/** A server that holds three messages and answers polls as the test decides. */
function edge(joined?: JoinedTopic) {
  const asked: (number | null)[] = []
  const polls: number[] = []
  const changes: Changes[] = []
  let isAway = false
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: topic('tea') }),
    page: () => Promise.resolve(isAway ? { ok: false, failure: unreachable } : { ok: true, value: { items: range(1, 3), next: null } }),
    changes: (after) => {
      polls.push(after)
      const value = changes.shift()
      return Promise.resolve(value ? { ok: true, value } : { ok: false, failure: unreachable })
    },
    join: (afterRevision) => {
      asked.push(afterRevision)
      return joined ? Promise.resolve(joined) : Promise.reject(new Error('the line broke'))
    },
    leave: () => Promise.resolve(),
  })
  return { room, asked, polls, changes, away: (away: boolean) => void (isAway = away) }
}

test('without a live line, what changed is asked for page by page, and the line goes on from there', async () => {
  const { room, asked, polls, changes } = edge()
  await room.load()
  changes.push(
    { messages: [message(5), message(4, { revision: 6 })], revision: 6, reset: false },
    { messages: [message(2, { revision: 7, text: 'edited' })], revision: 7, reset: false },
    { messages: [], revision: 7, reset: false },
  )
  expect(await room.poll()).toBe(true)
  expect(polls).toEqual([3, 6, 7])
  expect(seqs(room.messages.value)).toEqual([1, 2, 3, 4, 5])
  expect(room.messages.value[1]?.text).toBe('edited')
  expect(room.headSeq.value).toBe(5)
  await room.join()
  expect(asked).toEqual([7])
})

test('a poll that breaks off halfway leaves all as it was, and the next one begins where it did', async () => {
  const { room, polls, changes } = edge()
  await room.load()
  changes.push({ messages: [message(4)], revision: 4, reset: false })
  expect(await room.poll()).toBe(false)
  expect(seqs(room.messages.value)).toEqual([1, 2, 3])
  expect(room.status.value).toBe('ready')
  await room.poll()
  expect(polls).toEqual([3, 4, 3])
})

test('a poll after a long absence starts over, and goes back when the server did', async () => {
  const { room, polls, changes } = edge()
  await room.load()
  changes.push({ messages: range(500, 549), revision: 549, reset: true }, { messages: range(1, 2), revision: 2, reset: true })
  await room.poll()
  expect(seqs(room.messages.value)).toEqual(seqs(range(500, 549)))
  await room.poll()
  await room.poll()
  expect(polls).toEqual([3, 549, 2])
})

test('an answer to a poll that the live line has overtaken is dropped', async () => {
  const { room, changes } = edge({ topic: topic('tea'), messages: range(1, 9), revision: 9, reset: false })
  await room.load()
  changes.push({ messages: [], revision: 3, reset: false })
  const poll = room.poll()
  await room.join()
  await poll
  expect(room.revision()).toBe(9)
})

test('a poll loads a topic that could not be loaded before', async () => {
  const { room, away } = edge()
  away(true)
  await room.load()
  expect(room.status.value).toBe('failed')
  expect(await room.poll()).toBe(false)
  expect(room.status.value).toBe('failed')
  away(false)
  expect(await room.poll()).toBe(true)
  expect(seqs(room.messages.value)).toEqual([1, 2, 3])
})
