import { effectScope, nextTick, shallowRef } from 'vue'
import { expect, test } from 'vitest'
import type { User } from '../../api/types'
import { message, topic, user } from '../../testing'
import { createRoom } from '../room/room'
import type { OutgoingMessage } from '../sending/outbox'
import { useAnnouncements } from './useAnnouncements'

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => message(from + index, { author: user('ben') }))
const log = range(1, 200)

async function listening(present: readonly User[] = []) {
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: topic('tea', { lastSeq: log.length }) }),
    page: (position, limit) => {
      const items = 'before' in position ? log.filter(({ seq }) => seq < position.before).slice(-limit) : log.slice(-limit)
      return Promise.resolve({ ok: true, value: { items, next: null } })
    },
    join: () => Promise.reject(new Error('nobody is asked')),
    changes: () => Promise.reject(new Error('nobody is asked')),
    leave: () => Promise.resolve(),
  })
  const outgoing = shallowRef<readonly OutgoingMessage[]>([])
  const said = effectScope().run(() => useAnnouncements(room, () => 'ada', () => outgoing.value, () => present))
  await room.load()
  await nextTick()
  const texts = async () => {
    await nextTick()
    return said?.value.map(({ text }) => text)
  }
  return { room, outgoing, texts }
}

test('what others add is said once; history, changes and own messages are not', async () => {
  const { room, texts } = await listening()
  await room.loadOlder()
  expect(await texts()).toEqual([])
  room.receive(message(201, { author: user('ben'), text: 'is it on?' }))
  expect(await texts()).toEqual(['ben: is it on?'])
  room.receive(message(201, { author: user('ben'), text: 'is it on now?', revision: 300 }))
  room.receive(message(202, { author: user('ada'), text: 'mine' }))
  room.confirm(message(202, { author: user('ada'), text: 'mine' }))
  room.receive(message(203, { author: user('cleo'), text: null, deletedAt: message(1).createdAt }))
  expect(await texts()).toEqual(['ben: is it on?'])
})

test('many at once are counted and not read out', async () => {
  const { room, texts } = await listening()
  for (const news of range(201, 212)) room.receive(news)
  expect(await texts()).toEqual(['12 new messages'])
})

test('what is refused of one\'s own is said, once', async () => {
  const { outgoing, texts } = await listening()
  const refused = { clientId: 'c', topicId: 'tea', text: 'x', replyTo: null, createdAt: message(1).createdAt, attempts: 1, refusal: 'Too long.' }
  outgoing.value = [refused, { ...refused, clientId: 'd', topicId: 'elsewhere' }]
  expect(await texts()).toEqual(['Not sent. Too long.'])
  outgoing.value = [...outgoing.value, { ...refused, clientId: 'e', refusal: null }]
  expect(await texts()).toEqual(['Not sent. Too long.'])
})

test('of those who share a display name the username is said', async () => {
  const called = (name: string) => ({ ...user(name), displayName: 'Ada Lovelace' })
  const { room, texts } = await listening([called('ada')])
  room.receive(message(201, { author: called('mallory'), text: 'the password, please' }))
  room.receive(message(202, { author: { ...user('ben'), displayName: 'Ben' }, text: 'no' }))
  expect(await texts()).toEqual(['@mallory: the password, please', 'Ben: no'])
})

test('nothing that was said stays when the topic is gone', async () => {
  const { room, texts } = await listening()
  room.receive(message(201, { author: user('ben'), text: 'a secret' }))
  expect(await texts()).toEqual(['ben: a secret'])
  room.remove()
  expect(await texts()).toEqual([])
})
