import { nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { lineNow, lineOf } from '../text/richText'
import { openPrivate } from './testingRooms'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('when the user is removed from a topic it goes from the list, from memory and from what is remembered of the user', async () => {
  const { room, server, hear, listed, kept } = await openPrivate()
  server.isMember = false
  hear('TopicRemoved', 'tea')
  expect([room.status.value, room.messages.value, listed()]).toEqual(['gone', [], ['pub']])
  expect(kept()).not.toContain('tea')
})

test('a topic that is not found any more goes from the list', async () => {
  const { room, server, listed } = await openPrivate()
  server.isMember = false
  await room.poll()
  expect([room.status.value, room.wasPrivate.value, listed()]).toEqual(['gone', true, ['pub']])
})

test('the open topic is back when the user is added again', async () => {
  const { room, server, tea, hear, listed } = await openPrivate()
  server.isMember = false
  hear('TopicRemoved', 'tea')
  server.isMember = true
  hear('TopicUpdated', tea)
  await vi.waitFor(() => expect(room.status.value).toBe('ready'))
  expect(listed()).toEqual(['pub', 'tea'])
})

test('a conversation that was hidden elsewhere can still be read, and stays read', async () => {
  const { room, hear, listed, kept } = await openPrivate('direct')
  hear('TopicRemoved', 'tea')
  await vi.waitFor(() => expect(listed()).toEqual(['pub']))
  expect(room.status.value).toBe('ready')
  expect(kept()).toContain('tea')
})

test('a conversation that is hidden here stays read, although the server tells it, too', async () => {
  const { directory, hear, kept } = await openPrivate('direct')
  await directory.hide('tea')
  hear('TopicRemoved', 'tea')
  expect(kept()).toContain('tea')
})

test('after an absence nothing is left of a topic that the user was removed from, although another is open', async () => {
  const { rooms, room, server, connect, listed, kept } = await openPrivate()
  rooms.open('pub')
  server.isMember = false
  connect()
  await vi.waitFor(() => expect(listed()).toEqual(['pub']))
  expect([room.topicId, rooms.find('tea')]).toEqual(['tea', null])
  expect(kept()).not.toContain('tea')
})

test('when a topic is missing in a list that is loaded again, nothing of it is left', async () => {
  const { directory, rooms, room, server, listed, kept } = await openPrivate()
  rooms.open('pub')
  server.isMember = false
  await directory.load()
  expect([listed(), room.status.value, room.messages.value, rooms.find('tea')]).toEqual([['pub'], 'gone', [], null])
  expect(kept()).not.toContain('tea')
})

test('after an absence, what the server does not confirm of private topics is not shown, but not forgotten either', async () => {
  const { directory, rooms, server, connect, listed, kept } = await openPrivate()
  rooms.open('pub')
  server.isBeyond = true
  connect()
  await vi.waitFor(() => expect(listed()).toEqual(['pub']))
  expect([directory.next, rooms.find('tea')]).toEqual(['more', null])
  expect(kept()).toContain('tea')
})

test('a public topic stays in memory during an absence', async () => {
  const { rooms, connect } = await openPrivate()
  const pub = rooms.open('pub')
  rooms.open('tea')
  connect()
  expect(rooms.find('pub')).toBe(pub)
})

test('a page that is not found for another reason takes no topic away', async () => {
  const { room, server, listed } = await openPrivate()
  Object.assign(server, { isMember: false, code: 'http_404' })
  await room.poll()
  expect([room.status.value, listed()]).toEqual(['ready', ['pub', 'tea']])
})

test.each(['change', 'accept'] as const)('the late answer to a call (%s) does not bring back a topic that was removed meanwhile', async (call) => {
  const { directory, server, hear, listed, kept } = await openPrivate()
  let release = () => {}
  server.line = new Promise((resolve) => (release = resolve))
  const late = call === 'change' ? directory.change('tea', { name: 'Tea' }) : directory.accept('token')
  hear('TopicRemoved', 'tea')
  release()
  expect(await late).toMatchObject({ ok: true })
  expect(listed()).toEqual(['pub'])
  expect(kept()).not.toContain('tea')
})

test('the excerpts of a topic that was never opened go with it, and all of them with their owner', async () => {
  const { hear } = await openPrivate()
  await lineOf('**secret** plans')
  hear('TopicRemoved', 'unopened')
  expect(lineNow('**secret** plans')).toBeUndefined()
  await lineOf('**secret** plans')
  useSession().user = null
  await nextTick()
  expect(lineNow('**secret** plans')).toBeUndefined()
})
