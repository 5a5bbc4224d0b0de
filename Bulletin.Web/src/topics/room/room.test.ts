import { expect, test } from 'vitest'
import { message } from '../../testing'
import { edge, joinedWith, range, seqs } from './testingRoom'

test('events that come before the answer to the join are not lost, and resume counts them', async () => {
  const { room, asked, answer } = edge()
  const joining = room.join()
  room.receive(message(4))
  answer(joinedWith(range(1, 3), 3))
  await joining
  expect(seqs(room.messages.value)).toEqual([1, 2, 3, 4])
  void room.join()
  expect(asked).toEqual([null, 4])
})

test('when a join fails after an event came, the next one asks from before the event', async () => {
  const { room, asked, answer } = edge()
  const first = room.join()
  answer(joinedWith(range(1, 3), 3))
  await first
  const second = room.join()
  room.receive(message(9))
  answer(new Error('the line broke'))
  await second
  const third = room.join()
  expect(asked).toEqual([null, 3, 3])
  answer(joinedWith(range(4, 9), 9))
  await third
  expect(seqs(room.messages.value)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
})

test('the answer to our own post does not hide what others wrote before it', async () => {
  const { room, asked, answer } = edge()
  const joining = room.join()
  answer(joinedWith(range(1, 2), 2))
  await joining
  room.confirm(message(4))
  void room.join()
  expect(asked).toEqual([null, 2])
})

test('an old answer does not undo an edit that came before it', async () => {
  const { room, answer } = edge()
  const joining = room.join()
  room.receive(message(2, { revision: 8, text: 'edited' }))
  answer(joinedWith(range(1, 3), 3))
  await joining
  expect(room.messages.value[1]?.text).toBe('edited')
})

test('a reset starts over with the latest messages', async () => {
  const { room, asked, answer } = edge()
  const first = room.join()
  answer(joinedWith(range(1, 3), 3))
  await first
  const second = room.join()
  answer(joinedWith(range(500, 549), 549, true))
  await second
  expect(seqs(room.messages.value)).toEqual(seqs(range(500, 549)))
  expect(room.hasOlder.value).toBe(true)
  void room.join()
  expect(asked.at(-1)).toBe(549)
})

test('a topic that is not known to be empty is never shown as empty', async () => {
  const { room, answer } = edge()
  expect(room.status.value).toBe('loading')
  const joining = room.join()
  answer(new Error('the line broke'))
  expect(await joining).toBe(false)
  expect(room.status.value).toBe('loading')
})

test('a topic that is gone says so', async () => {
  const { room, answer } = edge()
  const joining = room.join()
  answer(new Error('HubException: topic_not_found: No such topic.'))
  expect(await joining).toBe(true)
  expect(room.status.value).toBe('gone')
})

test('far from the end, news are counted and come with the way back', async () => {
  const log = range(1, 500)
  const { room, answer } = edge(log)
  const joining = room.join()
  answer(joinedWith(range(451, 500), 500))
  await joining
  expect(await room.reach(100)).toBe('held')
  expect(room.atEnd.value).toBe(false)
  log.push(message(501))
  room.receive(message(501))
  expect(room.messages.value.at(-1)?.seq).toBeLessThan(500)
  expect(room.headSeq.value).toBe(501)
  while (!room.atEnd.value) await room.loadNewer()
  expect(seqs(room.messages.value)).toEqual(seqs(log.slice(room.messages.value[0] ? room.messages.value[0].seq - 1 : 0)))
})

test('a page that is shorter than asked for is not taken for the end', async () => {
  const log = range(1, 400)
  const { room } = edge(log, 30)
  await room.load()
  await room.reach(100)
  for (let pages = 0; pages < 20 && !room.atEnd.value; pages++) {
    await room.loadNewer()
    expect(room.atEnd.value).toBe(room.messages.value.at(-1)?.seq === 400)
  }
  const held = seqs(room.messages.value)
  expect(held).toEqual(seqs(range(held[0] ?? 0, 400)))
  while (room.hasOlder.value) await room.loadOlder()
  expect(room.messages.value[0]?.seq).toBe(1)
})

test('older pages join on without a gap down to the first message', async () => {
  const log = range(1, 260)
  const { room, answer } = edge(log)
  const joining = room.join()
  answer(joinedWith(range(211, 260), 260))
  await joining
  while (room.hasOlder.value) await room.loadOlder()
  expect(seqs(room.messages.value)).toEqual(seqs(log))
})

test('who goes far up or far down holds a bounded stretch, and comes back to the end without a gap', async () => {
  const log = range(1, 2000)
  const { room } = edge(log)
  await room.load()
  for (let page = 0; page < 12; page++) await room.loadOlder()
  expect(room.messages.value).toHaveLength(600)
  expect(room.atEnd.value).toBe(false)
  room.receive(message(2001))
  expect(seqs(room.messages.value).at(-1)).toBeLessThan(2000)
  for (let page = 0; page < 30 && !room.atEnd.value; page++) await room.loadNewer()
  expect(room.atEnd.value).toBe(true)
  expect(room.messages.value.length).toBeLessThan(620)
  expect(seqs(room.messages.value)).toEqual(seqs(range(room.messages.value[0]?.seq ?? 0, 2001)))
})

test('who stays at the end of a busy topic lets go of what is far above', async () => {
  const { room } = edge(range(1, 50))
  await room.load()
  for (let seq = 51; seq <= 1400; seq++) room.receive(message(seq))
  room.forgetOldest()
  expect(seqs(room.messages.value)).toEqual(seqs(range(801, 1400)))
})

test('after a reset, who reads further up goes on there, and who is at the end is at the new end', async () => {
  const log = range(1, 400)
  const { room, answer } = edge(log)
  const joining = room.join()
  answer(joinedWith(range(71, 120), 120))
  await joining
  log.push(...range(401, 1_500))
  room.lookAt(() => 90)
  const again = room.join()
  answer(joinedWith(range(1_451, 1_500), 1_500, true))
  await again
  expect(seqs(room.messages.value)).toContain(90)
  expect(room.atEnd.value).toBe(false)
  expect(room.headSeq.value).toBe(1_500)
  expect(room.revision()).toBe(1_500)

  room.lookAt(() => null)
  const last = room.join()
  answer(joinedWith(range(1_451, 1_500), 1_500, true))
  await last
  expect(seqs(room.messages.value)).toEqual(seqs(range(1_451, 1_500)))
  expect(room.atEnd.value).toBe(true)
})

test('from far up, the end as it is now is there at once and without the server', async () => {
  const { room, answer, away } = edge(range(1, 500))
  const joining = room.join()
  answer(joinedWith(range(451, 500), 500))
  await joining
  await room.reach(100)
  away(true)
  room.receive(message(501))
  room.receive(message(480, { revision: 502, text: 'changed meanwhile' }))
  const reached = room.reachEnd()
  expect(seqs(room.messages.value)).toEqual(seqs(range(451, 501)))
  expect(await reached).toBe(true)
  expect(room.atEnd.value).toBe(true)
  expect(room.messages.value.find(({ seq }) => seq === 480)?.text).toBe('changed meanwhile')
  expect(room.hasOlder.value).toBe(true)
})

test('an end that is not known without a gap is asked for, and what cannot be had is said and leaves all as it was', async () => {
  const log = range(1, 500)
  const { room, answer, away } = edge(log)
  const joining = room.join()
  answer(joinedWith(range(451, 500), 500))
  await joining
  await room.reach(100)
  const held = seqs(room.messages.value)
  log.push(...range(501, 560))
  room.receive(message(560))
  away(true)
  expect(await room.reachEnd()).toBe(false)
  expect(await room.reach(300)).toBe('failed')
  expect(seqs(room.messages.value)).toEqual(held)
  expect(room.atEnd.value).toBe(false)
  away(false)
  expect(await room.reach(9_999)).toBe('missing')
  expect(await room.reachEnd()).toBe(true)
  expect(room.messages.value.at(-1)?.seq).toBe(560)
})

test('a way to somewhere else is not lost because a page is on its way, and that page does not land there', async () => {
  const { room, hold } = edge(range(1, 900))
  await room.load()
  const release = hold()
  const older = room.loadOlder()
  const jump = room.reach(100)
  release()
  await older
  expect(await jump).toBe('held')

  const late = hold()
  const newer = room.loadNewer()
  await room.reachEnd()
  late()
  await newer
  const held = seqs(room.messages.value)
  expect(held).toEqual(seqs(range(held[0] ?? 0, 900)))
})

test('a page that failed says in which direction, until one comes', async () => {
  const { room, away } = edge(range(1, 300))
  await room.load()
  away(true)
  await room.loadOlder()
  expect(room.broken.value).toBe('older')
  expect(room.status.value).toBe('ready')
  away(false)
  await room.loadOlder()
  expect(room.broken.value).toBeNull()
  expect(room.messages.value[0]?.seq).toBe(151)
})

test('what can be the number of no message is not asked for: it is not in the topic', async () => {
  const { room, away } = edge(range(1, 300))
  await room.load()
  away(true)
  for (const seq of [0, 1e22, Number.POSITIVE_INFINITY]) expect(await room.reach(seq)).toBe('missing')
})
