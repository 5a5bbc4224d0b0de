import type { Session, User } from '../api/types'
import { deleteValue, readValue, writeValue } from './vaultDatabase'
import { withLock } from './vaultLock'

/** What a page may know about a session: never the refresh token. */
export interface Access {
  accessToken: string
  /** Lifetime of the access token in seconds. */
  expiresIn: number
  user: User
  /** Whether the user may delete the messages of others and change any topic. */
  moderator: boolean
  /** What the user is on this site: decides which pages of administration are offered. */
  role: Session['role']
}

/** The last known user, without asking the server. */
export type Remembered = Pick<Access, 'user' | 'moderator' | 'role'>

export type RefreshOutcome = ({ kind: 'refreshed' } & Access) | { kind: 'ended' } | { kind: 'unreachable' }

interface Sealed extends Omit<Remembered, 'role'> {
  /** Sessions that were stored before there were roles have none. */
  role?: Session['role']
  key: CryptoKey | null
  iv: Uint8Array<ArrayBuffer>
  token: Uint8Array<ArrayBuffer>
}

const record = 'session'
const lock = 'bulletin.session'

// Outside a secure context (plain http from another machine) browsers have no WebCrypto: the token is stored unencrypted.
const newKey = async (): Promise<CryptoKey | null> =>
  'subtle' in crypto ? crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) : null

async function seal({ refreshToken, user, moderator, role }: Session): Promise<void> {
  const key = await newKey()
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const plain = new TextEncoder().encode(refreshToken)
  const token = key ? new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, plain)) : plain
  await writeValue<Sealed>(record, { user, moderator, role, key, iv, token })
}

async function open({ key, iv, token }: Sealed): Promise<string> {
  const plain = key ? await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, token) : token
  return new TextDecoder().decode(plain)
}

const accessOf = ({ accessToken, expiresIn, user, moderator, role }: Session): Access => ({ accessToken, expiresIn, user, moderator, role })

/** Longer than the server takes to respond to any of these calls. */
const longest = 10_000
/** The server returns the same successor again for 30 seconds. The next caller repeats the token anyway. */
const beforeRepeat = 500
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const post = (path: string, refreshToken: string, accessToken?: string, signal = AbortSignal.timeout(longest)): Promise<Response> =>
  fetch(`/api/v1/auth/${path}`, {
    signal,
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(accessToken ? { Authorization: `Bearer ${accessToken}` } : {}) },
    body: JSON.stringify({ refreshToken }),
    keepalive: true,
  })

/** The user who was last logged in here, without asking the server. */
export async function remembered(): Promise<Remembered | null> {
  const sealed = await readValue<Sealed>(record)
  return sealed ? { user: sealed.user, moderator: sealed.moderator, role: sealed.role ?? 'member' } : null
}

/** Stores the refresh token of a new session and returns the rest. */
export async function keep(session: Session): Promise<Access> {
  await withLock(lock, () => seal(session))
  return accessOf(session)
}

/** Whether the browser stores anything: it does not if site data is blocked. */
export const canKeep = (): Promise<boolean> =>
  withLock(lock, () => writeValue('probe', true)).then(
    () => true,
    () => false,
  )

/** Uses a refresh token. If the response is lost, retries once with the same token: only a refusal means that the session has ended. */
async function spend(refreshToken: string): Promise<Response | null> {
  const signal = AbortSignal.timeout(longest)
  const attempt = () => post('refresh', refreshToken, undefined, signal).catch(() => null)
  const answer = await attempt()
  if ((answer && answer.status < 500) || signal.aborted) return answer
  await pause(beforeRepeat)
  return attempt()
}

async function renew(): Promise<RefreshOutcome> {
  const sealed = await readValue<Sealed>(record)
  if (!sealed) return { kind: 'ended' }
  const answer = await spend(await open(sealed))
  if (answer?.status === 401) {
    await deleteValue(record)
    return { kind: 'ended' }
  }
  if (!answer?.ok) return { kind: 'unreachable' }
  const session: Session = await answer.json()
  await seal(session)
  return { kind: 'refreshed', ...accessOf(session) }
}

/** Exchanges the refresh token for a new pair. One call at a time per browser: using a token twice would end the session. */
export const refresh = (): Promise<RefreshOutcome> => withLock(lock, renew).catch((): RefreshOutcome => ({ kind: 'unreachable' }))

/** Ends a session that was never stored. */
export const end = ({ refreshToken, accessToken }: Session): Promise<unknown> => post('logout', refreshToken, accessToken).catch(() => undefined)

/** The server requires authentication to end a session: without a valid access token, get one first. */
async function endOnServer(sealed: Sealed, accessToken: string | null): Promise<void> {
  const refreshToken = await open(sealed)
  if (accessToken) return void (await post('logout', refreshToken, accessToken))
  const response = await spend(refreshToken)
  if (!response?.ok) return
  const renewed: Session = await response.json()
  await post('logout', renewed.refreshToken, renewed.accessToken)
}

/** Ends the session here and, if the server can be reached, there too. */
export const forget = (accessToken: string | null): Promise<void> =>
  withLock(lock, async () => {
    const sealed = await readValue<Sealed>(record)
    await deleteValue(record)
    if (sealed) await endOnServer(sealed, accessToken).catch(() => undefined)
  })
