import { expect, test } from 'vitest'
import { message, topic } from '../../testing'
import { edge, joinedWith, range, seqs } from './testingRoom'

test('when the user is removed, nothing of the topic stays, whatever is still under way', async () => {
  const log = range(1, 300)
  const { room, answer, hold } = edge(log)
  const first = room.join()
  answer({ ...joinedWith(range(251, 300), 300), topic: topic('tea', { access: 'private', lastSeq: 300 }) })
  await first
  const release = hold()
  const older = room.loadOlder()
  const again = room.join()
  room.remove()
  room.receive(message(301))
  room.confirm(message(302))
  answer(joinedWith(range(301, 302), 302))
  release()
  await Promise.all([older, again])
  expect([room.status.value, room.wasPrivate.value, room.topic.value, room.messages.value, room.headSeq.value, room.revision()]).toEqual(['gone', true, null, [], 0, null])
})

test('the first page does not come back after the user was removed', async () => {
  const { room, hold } = edge(range(1, 3))
  const release = hold()
  const loading = room.load()
  room.remove()
  release()
  await loading
  expect([room.status.value, room.messages.value]).toEqual(['gone', []])
})

test('whoever is added again sees the topic again', async () => {
  const { room, asked, answer } = edge(range(1, 3))
  await room.load()
  room.remove()
  await room.load()
  expect([room.status.value, seqs(room.messages.value)]).toEqual(['ready', [1, 2, 3]])
  const joining = room.join()
  answer(joinedWith(range(1, 4), 4))
  await joining
  expect([asked.at(-1), seqs(room.messages.value)]).toEqual([null, [1, 2, 3, 4]])
})

test('a refusal from before the user was added again changes nothing', async () => {
  const { room, answer, hold, refuse } = edge(range(1, 300))
  const joining = room.join()
  answer(joinedWith(range(251, 300), 300))
  await joining
  const release = hold()
  refuse(true)
  const older = room.loadOlder()
  refuse(false)
  room.remove()
  const loading = room.load()
  release()
  await Promise.all([older, loading])
  expect([room.status.value, await older, seqs(room.messages.value)[0]]).toEqual(['ready', false, 251])
})
