// The clients of script/drill. They record the answers they get and compare them with the data after a restore.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const [action, ...given] = process.argv.slice(2)
const password = 'a password of the drill'
let failed = false

const say = text => console.log(`         ${text}`)
function check(holds, what) {
  if (!holds) failed = true
  say(`${holds ? 'ok' : 'NOT OK'}: ${what}`)
}
const read = file => JSON.parse(readFileSync(file, 'utf8'))
function write(file, value) {
  writeFileSync(`${file}.new`, JSON.stringify(value))
  renameSync(`${file}.new`, file)
}

async function call(url, method, path, token, body) {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json().catch(() => null) }
}

async function signIn(url, username) {
  await call(url, 'POST', 'users', null, { username, password })
  const { status, body } = await call(url, 'POST', 'auth/login', null, { username, password })
  if (status !== 200) throw new Error(`${username} can't sign in: ${status}`)
  return body
}

/** Joins a topic over the hub with a client's revision, and returns the answer. */
function join(url, token, topic, revision) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/hubs/bulletin?access_token=${token}`)
    const send = message => socket.send(`${JSON.stringify(message)}\u001e`)
    socket.onopen = () => {
      send({ protocol: 'json', version: 1 })
      send({ type: 1, invocationId: '1', target: 'JoinTopic', arguments: [topic, revision] })
    }
    socket.onerror = () => reject(new Error('the hub does not answer'))
    socket.onmessage = ({ data }) => {
      for (const part of data.split('\u001e').filter(Boolean).map(JSON.parse)) {
        if (part.type !== 3) continue
        socket.close()
        if (part.error) reject(new Error(part.error))
        else resolve(part.result)
      }
    }
  })
}

/**
 * Four users post into three topics until SIGTERM; each answer is recorded.
 * @param perSecond posts per second of all users together; without it, each posts again as soon as it is answered
 */
async function post(url, file, perSecond) {
  const people = await Promise.all([1, 2, 3, 4].map(n => signIn(url, `drill-${n}`)))
  const topics = []
  for (const n of [1, 2, 3]) topics.push((await call(url, 'POST', 'topics', people[0].accessToken, { name: `Drill ${n}` })).body.id)
  const posts = []
  let stopped = false
  process.on('SIGTERM', () => { stopped = true })
  const keep = () => write(file, { people, topics, posts: posts.filter(p => p.done) })
  const timer = setInterval(keep, 100)
  await Promise.all(people.map(async (person, n) => {
    for (let i = 0; !stopped; i++) {
      const one = { topic: topics[i % 3], author: n, clientId: randomUUID(), text: `${n}/${i} ${'čaj ☕ '.repeat(i % 20)}end`, sent: Date.now() }
      posts.push(one)
      try {
        const { status, body } = await call(url, 'POST', `topics/${one.topic}/messages`, person.accessToken, { text: one.text, clientId: one.clientId })
        Object.assign(one, { done: true, status, seq: body?.seq, revision: body?.revision, answered: Date.now() })
        if (status !== 201) await pause(100)
      } catch {
        Object.assign(one, { done: true, status: 0 })
        await pause(100)
      }
      if (perSecond) await pause(4000 / perSecond)
    }
  }))
  clearInterval(timer)
  keep()
}

/** Waits until so many more posts have been answered. */
async function wait(file, count) {
  while (!existsSync(file)) await pause(50)
  const answered = () => read(file).posts.filter(p => p.status === 201).length
  for (const from = answered(), end = Date.now() + 120_000; answered() < from + Number(count); await pause(50))
    if (Date.now() > end) throw new Error('nobody can post')
}

async function waitArchive(folder, segment) {
  for (const end = Date.now() + 60_000; !readdirSync(folder).some(name => name >= segment && name.length === 24); await pause(100))
    if (Date.now() > end) throw new Error(`${segment} was never archived`)
}

async function log(url, token, topic) {
  const all = []
  for (;;) {
    const { body } = await call(url, 'GET', `topics/${topic}/messages?limit=200&after=${all.at(-1)?.seq ?? 0}`, token)
    all.push(...body.items)
    if (body.items.length < 200) return all
  }
}

/** @param whole the copy is a snapshot taken some time after the given time, not a recovery to exactly that time */
async function restored(url, file, time, whole) {
  const { people, topics, posts } = read(file)
  const at = Date.parse(time.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  const acked = posts.filter(p => p.status === 201)
  const before = acked.filter(p => p.answered < at)
  const later = acked.filter(p => p.sent > at)
  const token = people[0].accessToken
  const stored = new Map()
  let gaps = 0
  for (const topic of topics) {
    const messages = await log(url, token, topic)
    messages.forEach((message, i) => { if (message.seq !== i + 1) gaps++ })
    for (const message of messages) stored.set(message.clientId, message)
  }
  const same = p => stored.get(p.clientId)?.text === p.text && stored.get(p.clientId)?.seq === p.seq
  const lost = acked.filter(p => !stored.has(p.clientId))
  check(before.length > 0 && before.every(same), `all ${before.length} messages answered before that time are present, byte for byte, with their numbers`)
  if (!whole) check(later.length > 0 && later.every(p => !stored.has(p.clientId)), `none of the ${later.length} sent after it is present`)
  check(acked.filter(p => stored.has(p.clientId)).every(same), 'messages answered around that time are present unchanged, or not at all')
  check(lost.length > 0, `${lost.length} messages were lost with the disk, as expected`)
  check(gaps === 0, 'message numbers start at 1 and have no gaps')

  const topic = topics[0]
  const seen = Math.max(...lost.filter(p => p.topic === topic).map(p => p.revision))
  const head = (await call(url, 'GET', `topics/${topic}`, token)).body
  check(seen > head.lastSeq, `a client has seen revision ${seen}, but the restored topic has only ${head.lastSeq} messages`)
  const [first] = lost.filter(p => p.topic === topic)
  const again = await call(url, 'POST', `topics/${topic}/messages`, people[first.author].accessToken, { text: first.text, clientId: first.clientId })
  check(again.status === 201 && again.body.seq === head.lastSeq + 1, `a lost message is sent again with its client id and becomes number ${again.body?.seq}`)
  // The dangerous case: a client reconnects after as many messages were posted as it had seen.
  for (let n = again.body.seq; n <= seen + 5; n++)
    await call(url, 'POST', `topics/${topic}/messages`, token, { text: `after the restore ${n}`, clientId: randomUUID() })
  const changes = (await call(url, 'GET', `topics/${topic}/changes?after=${seen}`, token)).body
  check(changes.reset === true, 'for changes since a lost revision, the server answers reset, however much was posted since')
  const joined = await join(url, token, topic, seen)
  check(joined.reset === true && joined.messages.length === 50, 'joining over the hub with that revision answers reset and the latest 50 messages')
  const resumed = await join(url, token, topic, joined.revision)
  check(resumed.reset === false && resumed.messages.length === 0, 'from there on, the client resumes as usual')
  const session = await call(url, 'POST', 'auth/refresh', null, { refreshToken: people[1].refreshToken })
  check(session.status === 200, 'a user whose session was not refreshed since the backup stays signed in')
}

async function believed(url, file, expected) {
  const { status } = await call(url, 'GET', 'users/me', read(file).accessToken)
  check(status === (expected === 'yes' ? 200 : 401), `a token signed ${file.includes('old') ? 'before' : 'after'} the change is ${status === 200 ? 'accepted' : 'refused'}`)
}

async function refreshed(url, file) {
  const { status, body } = await call(url, 'POST', 'auth/refresh', null, { refreshToken: read(file).refreshToken })
  check(status === 200 && (await call(url, 'GET', 'users/me', body.accessToken)).status === 200, 'a session from before continues with a token signed by the new key')
}

const actions = {
  post, wait, 'wait-archive': waitArchive, check: restored, believed, refreshed,
  'sign-in': async (url, file) => write(file, await signIn(url, 'drill')),
}
await actions[action](...given)
process.exit(failed ? 1 : 0)
