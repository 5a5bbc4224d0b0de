import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { user } from '../testing'

/** A browser storage that keeps or refuses values. */
const nothing = (key: string): boolean => key === ''
const disk = { values: new Map<string, unknown>(), refuses: nothing }

vi.mock('./vaultDatabase', () => ({
  readValue: async (key: string) => disk.values.get(key),
  deleteValue: async (key: string) => void disk.values.delete(key),
  writeValue: async (key: string, value: unknown) => {
    if (disk.refuses(key)) throw new DOMException('blocked', 'SecurityError')
    disk.values.set(key, value)
  },
}))
Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (...[, work]: [string, () => Promise<unknown>]) => work() } })

interface Call {
  path: string
  refreshToken: string | undefined
}
const calls: Call[] = []
/** The status of each refresh response; 0 means that the response is lost. */
let refreshes: number[]
let tokens: number

const session = () =>
  Response.json({ accessToken: `access ${++tokens}`, tokenType: 'Bearer', expiresIn: 600, refreshToken: `refresh ${tokens}`, user: user('ada'), moderator: true, role: 'admin' })

async function answer(input: Request | string, init?: RequestInit): Promise<Response> {
  const request = input instanceof Request ? input : new Request(new URL(input, 'http://localhost/'), { method: 'POST', body: init?.body ?? null })
  const body: { refreshToken?: string } = await request.clone().json()
  calls.push({ path: new URL(request.url).pathname.replace('/api/v1/', ''), refreshToken: body.refreshToken })
  if (request.url.endsWith('/logout')) return new Response(null, { status: 204 })
  if (!request.url.endsWith('/refresh')) return session()
  const status = refreshes.shift() ?? 200
  if (status === 0) throw new TypeError('The answer was lost.')
  return status === 200 ? session() : Response.json({ status }, { status })
}

const spent = () => calls.filter(({ path }) => path === 'auth/refresh').map(({ refreshToken }) => refreshToken)

beforeEach(() => {
  disk.values.clear()
  disk.refuses = nothing
  calls.length = 0
  refreshes = []
  tokens = 0
  setActivePinia(createPinia())
  vi.useFakeTimers()
  vi.stubGlobal('fetch', answer)
  // As on plain http: the fake timers do not control encryption.
  const { getRandomValues } = crypto
  vi.stubGlobal('crypto', { getRandomValues: getRandomValues.bind(crypto) })
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

async function loggedIn() {
  const { useSession } = await import('./session')
  const held = useSession()
  expect(await held.logIn('ada', 'a password')).toMatchObject({ ok: true })
  return held
}

async function renewed(rejected: string) {
  const held = await loggedIn()
  const token = held.token(rejected)
  await vi.advanceTimersByTimeAsync(5_000)
  return { held, token: await token }
}

test('a token runs out although the clock is set back meanwhile', async () => {
  const held = await loggedIn()
  expect(await held.token()).toBe('access 1')
  vi.setSystemTime(Date.now() - 3_600_000)
  await vi.advanceTimersByTimeAsync(580_000)
  expect(await held.token()).toBe('access 2')
})

test('a token runs out while the machine sleeps', async () => {
  const held = await loggedIn()
  vi.setSystemTime(Date.now() + 580_000)
  expect(await held.token()).toBe('access 2')
})

test('a refresh whose answer is lost is asked for again with the same token', async () => {
  for (const lost of [0, 502, 503]) {
    calls.length = tokens = 0
    refreshes = [lost]
    const { held, token } = await renewed('access 1')
    expect(spent()).toEqual(['refresh 1', 'refresh 1'])
    expect(token).toBe('access 2')
    expect(held.loggedIn).toBe(true)
  }
})

test('a refresh that gets no answer leaves the session as it is, for the next one to use', async () => {
  refreshes = [0, 503]
  const { held, token } = await renewed('access 1')
  expect(token).toBeNull()
  expect(held.loggedIn).toBe(true)
  expect(await held.token('access 1')).toBe('access 2')
  expect(spent()).toEqual(['refresh 1', 'refresh 1', 'refresh 1'])
})

test('only a refusal ends the session', async () => {
  refreshes = [400]
  const { held } = await renewed('access 1')
  expect(held.loggedIn).toBe(true)
  refreshes = [429]
  expect(await held.token('access 1')).toBeNull()
  expect(held.loggedIn).toBe(true)
  refreshes = [401]
  expect(await held.token('access 1')).toBeNull()
  expect([held.loggedIn, held.ended]).toEqual([false, true])
})

test('when the server ends a session, what its user still waits for is abandoned', async () => {
  const held = await loggedIn()
  const { api, resultOf } = await import('../api/client')
  vi.stubGlobal('fetch', (input: Request | string, init?: RequestInit) =>
    input instanceof Request && input.method === 'GET'
      ? new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('abandoned'))))
      : answer(input, init))
  const listing = resultOf(api.GET('/api/v1/topics', { params: { query: {} } }))
  await vi.advanceTimersByTimeAsync(0)
  refreshes = [401]
  await held.token('access 1')
  expect(await listing).toMatchObject({ ok: false, failure: { code: 'unreachable' } })
})

test('where the browser keeps nothing, that is said and no session or account is made', async () => {
  disk.refuses = () => true
  const { useSession } = await import('./session')
  const held = useSession()
  for (const result of [await held.logIn('ada', 'a password'), await held.signUp('ada', 'a password')]) {
    expect(result).toMatchObject({ ok: false, failure: { code: 'storage_refused', detail: expect.stringContaining('browser') } })
  }
  expect(calls).toEqual([])
})

test('a session that cannot be kept after all is ended', async () => {
  disk.refuses = (key) => key === 'session'
  const { useSession } = await import('./session')
  const held = useSession()
  expect(await held.logIn('ada', 'a password')).toMatchObject({ ok: false, failure: { code: 'storage_refused' } })
  expect(held.loggedIn).toBe(false)
  expect(calls).toEqual([{ path: 'auth/login', refreshToken: undefined }, { path: 'auth/logout', refreshToken: 'refresh 1' }])
})

test('whoever logs out may have what the browser keeps for them removed', async () => {
  const held = await loggedIn()
  localStorage.setItem('bulletin.draft.ada.tea', '{"text":"half a thought"}')
  await held.logOut()
  expect(localStorage.getItem('bulletin.draft.ada.tea')).not.toBeNull()
  await held.logIn('ada', 'a password')
  await held.logOut(true)
  expect(localStorage.getItem('bulletin.draft.ada.tea')).toBeNull()
})

test('the role of the last session is known before the server answers, and a session of before has none', async () => {
  const { useSession } = await import('./session')
  await useSession().logIn('ada', 'secret')
  setActivePinia(createPinia())
  await useSession().restore()
  expect(useSession().role).toBe('admin')
  const held = disk.values.get('session')
  if (typeof held !== 'object') throw new Error('nothing is stored')
  disk.values.set('session', { ...held, role: undefined })
  setActivePinia(createPinia())
  await useSession().restore()
  expect(useSession().role).toBe('member')
})
