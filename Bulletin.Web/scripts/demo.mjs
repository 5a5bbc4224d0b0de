/** People and conversations for screenshots and measurements. */
const password = 'correct horse battery staple'

async function call(url, method, path, body, token) {
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
    post: (topic, text, replyTo) => as('POST', `/topics/${topic.id}/messages`, { text, replyTo }),
    /** In order, one after another. */
    postMany: async (topic, count, textOf) => {
      for (let n = 1; n <= count; n++) await as('POST', `/topics/${topic.id}/messages`, { text: textOf(n) })
    },
  }
}

const topics = [
  ['Reading group', 'One chapter a week, no spoilers', [['mira', 'Chapter seven is where it finally clicked for me.'], ['tomas', 'Same. The letter changes everything that came before.']]],
  ['Garden share', 'Seeds, tools and advice', [['ines', 'The tomatoes are out of control. Please take some.'], ['jonas', 'On my way with a basket.']]],
  ['Lost & found', null, [['tomas', 'Somebody left a green umbrella by the door.']]],
  ['قهوة الصباح', 'دردشة صباحية', [['amal', 'صباح الخير جميعاً، من يريد قهوة؟']]],
  ['Bike repair evening', 'First Thursday of the month', [['jonas', 'I can bring the truing stand.'], ['mira', 'And I have far too many inner tubes.']]],
  ['House rules', null, [['ines', 'Quiet after eleven, please. The walls are thin.']]],
]

const kettle = [
  ['mira', 'Good morning! The new kettle has arrived. It is *much* faster than the old one.'],
  ['mira', 'I put the numbers in a small table:\n\n| Kettle | 1 litre | Noise |\n|---|---|---|\n| Old | 4 min 10 s | jet engine |\n| New | 2 min 05 s | polite |'],
  ['jonas', 'Two minutes! That is half the time. ☕'],
  ['tomas', 'Does anybody know how long green tea should steep? I always get it wrong.'],
  ['ines', 'About two minutes at 75 °C. I keep a timer for it:'],
  ['ines', '```csharp\npublic sealed record Tea(string Leaf, int Celsius, TimeSpan Steep);\n\nvar sencha = new Tea("Sencha", 75, TimeSpan.FromMinutes(2)); // never boiling\n```'],
  ['tomas', 'That is the most over-engineered cup of tea I have seen. I love it.', 5],
  ['jonas', 'The leaves from https://example.org/tea are good, by the way. I ordered:\n\n- 100 g sencha\n- 50 g genmaicha\n- one of the small glass pots'],
  ['amal', 'هل يمكنني الانضمام؟ أحب الشاي الأخضر كثيراً'],
  ['mira', 'Of course! Thursday at four, in the kitchen. Bring a cup. 🫖'],
]

/** Answers the people and the topic to look at. */
export async function fill(url) {
  const names = { mira: 'Mira Lindqvist', jonas: 'Jonas Weber', ines: 'Inês Duarte', tomas: 'Tomáš Novák', amal: 'Amal Haddad' }
  const people = {}
  for (const [username, displayName] of Object.entries(names)) people[username] = await person(url, username, displayName)
  for (const [name, description, messages] of topics) {
    const topic = await people[messages[0][0]].createTopic(name, description ?? undefined)
    for (const [author, text] of messages) await people[author].post(topic, text)
  }
  const topic = await people.mira.createTopic('Tea & kettles', 'Everything hot in a cup')
  for (const [author, text, replyTo] of kettle) await people[author].post(topic, text, replyTo)
  return { people, topic }
}
