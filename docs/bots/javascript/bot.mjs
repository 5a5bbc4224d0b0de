// Answers "!echo …" in one topic, each message exactly once, whatever restarts in between.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpTransportType, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr'
import { accessToken, call, fail, logOut, required, retry, server, stopping } from './api.mjs'

const command = '!echo '
const topicName = required('BULLETIN_TOPIC')

async function findTopic(name) {
  for (let cursor = ''; ; ) {
    const page = await call('GET', `/topics?query=${encodeURIComponent(name)}${cursor}`)
    const found = page.items.find((topic) => topic.name === name)
    if (found) return found
    if (!page.next) return call('POST', '/topics', { name })
    cursor = `&cursor=${encodeURIComponent(page.next)}`
  }
}

let me, topic
let seq = null // messages up to here are answered or waiting for it
let revision = null // how far joins and events have brought us
let early = null // events that came before the answer to a join
let answers = Promise.resolve()

/** Takes new messages; those of a topic are numbered without gaps, so one number says what is new. */
function take(messages) {
  for (const message of messages.toSorted((a, b) => a.seq - b.seq)) {
    if (message.seq <= seq) continue
    seq = message.seq
    answers = answers.then(() => answer(message))
    answers.catch(fail)
  }
}

async function answer(message) {
  if (message.author.id !== me.id && message.text?.startsWith(command)) {
    // The same for this message at every attempt, also after a restart: so there is one answer.
    const clientId = createHash('sha256').update(`${topic.id} ${message.seq}`).digest('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
    const body = { text: message.text.slice(command.length), replyTo: message.seq, clientId }
    await retry(() => call('POST', `/topics/${topic.id}/messages`, body)).catch((problem) => {
      if (problem.status !== 400 && problem.status !== 409) throw problem // a blank text, a locked topic, or answered before an edit
      console.warn(`No answer to message ${message.seq}: ${problem.message}`)
    })
  }
  // Remembered by the server, for the next start of the bot.
  if (message.seq === seq) await retry(() => call('PUT', `/topics/${topic.id}/read`, { seq: message.seq }))
}

const hub = new HubConnectionBuilder()
  .withUrl(`${server}/hubs/bulletin`, { transport: HttpTransportType.WebSockets, skipNegotiation: true, accessTokenFactory: accessToken })
  .configureLogging(LogLevel.Warning) // at Information it prints addresses
  .build() // without withAutomaticReconnect, which gives up: every end leads to onclose

function changed(message, isNew) {
  if (early) return void early.push([message, isNew]) // SignalR would take what a handler returns for a result
  revision = message.revision
  if (isNew) take([message])
}
hub.on('MessagePosted', (message) => changed(message, true))
hub.on('MessageUpdated', (message) => changed(message, false))

async function join() {
  early = [] // until a join succeeds: a failed one changes nothing, and the next asks from the same revision
  const joined = await hub.invoke('JoinTopic', topic.id, revision)
  if (joined.reset || revision === null) {
    // More than a join brings: read on from the last message that we have, unless a restored backup has fewer.
    seq = Math.min(seq, joined.topic.lastSeq)
    for (let page; !page || page.items.length > 0; ) {
      page = await retry(() => call('GET', `/topics/${topic.id}/messages?after=${seq}&limit=200`))
      take(page.items)
    }
  } else take(joined.messages)
  if (hub.state !== HubConnectionState.Connected) throw new Error('The connection ended') // onclose leaves it to the connect() under way
  revision = joined.revision
  const held = early
  early = null
  for (const event of held) changed(...event)
}

let connecting = null
const connect = () => (connecting ??= retry(async () => {
  await hub.stop()
  await call('GET', `/topics/${topic.id}`) // renews the token if it is refused: a WebSocket does not say why it was
  await hub.start()
  await join()
}).finally(() => (connecting = null)))
hub.onclose(() => sleep(1000 * Math.random(), null, { signal: stopping })
  .then(() => hub.state === HubConnectionState.Disconnected && connect()) // by now another attempt may have connected it
  .catch(fail))

try {
  me = await retry(() => call('GET', '/users/me'))
  topic = await retry(() => findTopic(topicName))
  await retry(() => call('PUT', `/topics/${topic.id}/follow`)) // the first time, from the end of the topic on
  seq = (await retry(() => call('GET', `/users/me/topics?ids=${topic.id}`))).items[0].readSeq
  await connect()
  console.log(`Answering in "${topic.name}"`)
  if (!stopping.aborted) await once(stopping, 'abort')
} catch (problem) {
  fail(problem)
}
await answers.catch(() => {})
await hub.stop()
await logOut()
