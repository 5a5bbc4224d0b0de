/** People and conversations for screenshots and measurements. */
export const password = 'correct horse battery staple'

export async function call(url, method, path, body, token) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  if (response.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get('Retry-After') ?? 1) * 1000))
    return call(url, method, path, body, token)
  }
  const answer = response.status === 204 ? null : await response.json()
  if (!response.ok && response.status !== 409) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

export async function person(url, username, displayName) {
  await call(url, 'POST', '/users', { username, password, displayName })
  const { accessToken } = await call(url, 'POST', '/auth/login', { username, password })
  const as = (method, path, body) => call(url, method, path, body, accessToken)
  return {
    username,
    password,
    createTopic: (name, description) => as('POST', '/topics', { name, description }),
    /** Who posts in a topic follows it a moment later, from their post on. */
    readAll: async (posted) => {
      const follows = async () => (await as('GET', `/users/me/topics?ids=${[...posted].join()}`)).items.filter(({ following }) => following).length
      while (await follows() < posted.size) await new Promise((resolve) => setTimeout(resolve, 100))
      await as('PUT', '/users/me/topics/read')
    },
    post: (topic, text, replyTo) => as('POST', `/topics/${topic.id}/messages`, { text, replyTo }),
    /** All but the last hundred go out many at a time and land in about their order; those land in order. */
    postMany: async (topic, count, textOf) => {
      let next = 1
      const postUpTo = async (last) => {
        while (next <= last) await as('POST', `/topics/${topic.id}/messages`, { text: textOf(next++) })
      }
      await Promise.all(Array.from({ length: 32 }, () => postUpTo(count - 100)))
      await postUpTo(count)
    },
  }
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** When the pictures are taken: an afternoon, whatever the clock says. */
export const pictured = new Date(new Date().setHours(16, 24, 0, 0))

// Each message with how long ago it was written.
const topics = [
  ['Lost & found', null, [['tomas', 'Somebody left a green umbrella by the door.', 9 * day]]],
  ['Reading group', 'One chapter a week, no spoilers', [['mira', 'Chapter seven is where it finally clicked for me.', 2 * day + hour], ['tomas', 'Same. The letter changes everything that came before.', 2 * day]]],
  ['House rules', null, [['ines', 'Quiet after eleven, please. The walls are thin.', 28 * hour], ['tomas', 'Agreed. Should we put it on the fridge, too?', 27 * hour]]],
  ['قهوة الصباح', 'دردشة صباحية', [['amal', 'صباح الخير جميعاً، من يريد قهوة؟', 8 * hour]]],
  ['Garden share', 'Seeds, tools and advice', [['ines', 'The tomatoes are out of control. Please take some.', 3 * hour], ['jonas', 'On my way with a basket.', 2 * hour]]],
  ['Bike repair evening', 'First Thursday of the month', [['jonas', 'I can bring the truing stand.', 52 * minute], ['mira', 'And I have far too many inner tubes.', 41 * minute]]],
]

const kettle = [
  ['ines', 'The old kettle has boiled its last. Shall we get a new one together?', 26 * hour],
  ['mira', 'Yes please. I will look for one that does not wake the whole house.', 26 * hour - 3 * minute],
  ['mira', 'The new kettle has arrived! It is *much* faster than the old one:', 7 * hour],
  ['mira', '| Kettle | 1 litre | Noise |\n|---|---|---|\n| Old | 4 min 10 s | jet engine |\n| New | 2 min 05 s | polite |', 7 * hour - minute],
  ['jonas', 'Two minutes! That is half the time. ☕️', 6 * hour],
  ['tomas', 'Does anybody know how long green tea should steep? I always get it wrong.', 74 * minute],
  ['ines', 'About two minutes at 75 °C. I keep a timer for it:', 71 * minute],
  ['ines', '```csharp\npublic sealed record Tea(string Leaf, int Celsius, TimeSpan Steep);\n\nvar sencha = new Tea("Sencha", 75, TimeSpan.FromMinutes(2)); // never boiling\n```', 70 * minute],
  ['tomas', 'That is the most over-engineered cup of tea I have seen. I love it.', 64 * minute, 7],
  ['jonas', 'The leaves from https://example.org/tea are good, by the way. I ordered:\n\n- 100 g sencha\n- 50 g genmaicha\n- one of the small glass pots', 33 * minute],
  ['amal', 'هل يمكنني الانضمام؟ أحب الشاي الأخضر كثيراً', 18 * minute],
  ['mira', 'Of course! Thursday at four, in the kitchen. Bring a cup. 🫖', 12 * minute],
]

/** Everybody has read everything. Answers the people, the topic to look at, all topics by their names, and for each time the server set the one that it stands for. */
export async function fill(url) {
  const names = { mira: 'Mira Lindqvist', jonas: 'Jonas Weber', ines: 'Inês Duarte', tomas: 'Tomáš Novák', amal: 'Amal Haddad' }
  const people = {}
  for (const [username, displayName] of Object.entries(names)) people[username] = await person(url, username, displayName)
  const times = new Map()
  const ago = (passed) => new Date(pictured - passed).toISOString()
  const byName = new Map()
  const posted = new Map()
  let topic
  for (const [name, description, messages] of [...topics, ['Tea & kettles', 'Everything hot in a cup', kettle]]) {
    topic = await people[messages[0][0]].createTopic(name, description ?? undefined)
    byName.set(name, topic)
    times.set(topic.createdAt, ago(messages[0][2] + 5 * minute))
    for (const [author, text, passed, replyTo] of messages) {
      times.set((await people[author].post(topic, text, replyTo)).createdAt, ago(passed))
      posted.set(author, (posted.get(author) ?? new Set()).add(topic.id))
    }
  }
  await Promise.all([...posted].map(([author, ids]) => people[author].readAll(ids)))
  return { people, topic, byName, times }
}
