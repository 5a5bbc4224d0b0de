// Has version 0.1.0 write a small community, and keeps what it answers. Usage: write.mjs REPOSITORY ANSWERS SETTING…
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [repository, answersFile, ...storage] = process.argv.slice(2)
const url = 'http://127.0.0.1:18310'
const password = 'correct horse battery staple'
// Its sessions have to last as long as this file does.
const settings = [...storage, '--Metrics:Port=18311', '--Accounts:SessionLifetime=36500.00:00:00']

const tokens = {}
const refreshTokens = {}

async function serving(work) {
  const program = join(repository, 'artifacts/run/Bulletin.Api/Bulletin.Api.dll')
  const server = spawn('dotnet', [program, '--urls', url, ...settings], { stdio: 'inherit' })
  while (!(await fetch(`${url}/health/ready`).catch(() => null))?.ok) await pause(200)
  await work()
  server.kill('SIGTERM')
  const [code] = await once(server, 'exit')
  if (code !== 0) throw new Error(`The server ended with ${code}.`)
}

async function call(who, method, path, body) {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(who && { Authorization: `Bearer ${tokens[who]}` }) },
    body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? null : answer.json()
}

async function signUp(username, displayName) {
  await call(null, 'POST', 'users', { username, displayName, password })
  await logIn(username)
}

async function logIn(username) {
  const session = await call(null, 'POST', 'auth/login', { username, password })
  tokens[username] = session.accessToken
  refreshTokens[username] = session.refreshToken
}

const newTopic = async (who, name, description) => (await call(who, 'POST', 'topics', { name, description })).id
const post = (who, topic, text, more) => call(who, 'POST', `topics/${topic}/messages`, { text, clientId: crypto.randomUUID(), ...more })
const edit = (who, topic, seq, text) => call(who, 'PATCH', `topics/${topic}/messages/${seq}`, { text })
const remove = (who, topic, seq) => call(who, 'DELETE', `topics/${topic}/messages/${seq}`)

const topics = {}
const repeated = { text: 'Encore un café ?', clientId: crypto.randomUUID() }

async function write() {
  await logIn('emile')
  topics.long = await newTopic('zoe', 'İstanbul geceleri')
  for (let n = 1; n <= 60; n++) await post(n % 3 ? 'zoe' : 'emile', topics.long, `Gece ${n}`)
  await edit('zoe', topics.long, 1, 'Gece 1, değişti')

  topics.removed = await newTopic('zoe', 'Über nichts')
  await post('zoe', topics.removed, 'Das bleibt nicht.')
  await call('zoe', 'DELETE', `topics/${topics.removed}`)

  topics.cafe = await newTopic('zoe', 'Café Straße', 'Tout sur le café')
  await post('zoe', topics.cafe, 'Bonjour à tous 👋')
  await post('dang', topics.cafe, 'Xin chào', { replyTo: 1 })
  await post('emile', topics.cafe, '**Salut**\n\n```js\nlet x = 1\n```', { replyTo: 2 })
  await post('zoe', topics.cafe, repeated.text, repeated)
  await post('zoe', topics.cafe, repeated.text, repeated)
  await post('zoe', topics.cafe, 'Typo', { replyTo: 3 })
  await post('zoe', topics.cafe, 'Mine, taken back')
  await post('dang', topics.cafe, 'Not for here')
  await edit('zoe', topics.cafe, 4, 'Encore deux cafés ?')
  await edit('zoe', topics.cafe, 5, 'Tipo')
  await edit('zoe', topics.cafe, 5, 'No typo')
  await remove('zoe', topics.cafe, 6)
  await remove('emile', topics.cafe, 7)

  topics.empty = await newTopic('emile', 'Nothing yet')
  // Activity, so that the order of the list is not that of creation.
  await post('emile', topics.long, 'Gece 61')
  await call('dang', 'DELETE', 'users/me')
}

async function read() {
  const answers = { refreshTokens, repeated, topicIds: topics, topics: await call('zoe', 'GET', 'topics') }
  answers.users = await call('zoe', 'GET', 'users')
  answers.messages = {}
  for (const { id } of answers.topics.items)
    answers.messages[id] = (await call('zoe', 'GET', `topics/${id}/messages?after=0&limit=200`)).items
  delete refreshTokens.dang
  writeFileSync(answersFile, `${JSON.stringify(answers, null, 1)}\n`)
}

await serving(async () => {
  await signUp('zoe', 'Zoë Ångström')
  await signUp('emile', 'Émile Béranger')
  await signUp('dang', 'Đặng Thị Hồng')
})
const silo = join(repository, 'artifacts/bin/Bulletin.Silo/release/Bulletin.Silo.dll')
execFileSync('dotnet', [silo, 'moderator', 'grant', 'emile', ...storage], { stdio: 'inherit' })
await serving(write)
// Anew, so that nothing is answered from what the writer remembers.
await serving(read)
