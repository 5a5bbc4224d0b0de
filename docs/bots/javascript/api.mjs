// The HTTP API for a program that runs for ever: one session, refreshed in time, and calls that are repeated until they succeed.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const { env } = process

/** A setting that the bot cannot do without. */
export function required(name) {
  if (env[name]) return env[name]
  console.error(`Set ${name}.`)
  process.exit(1)
}

export const server = (env.BULLETIN_SERVER ?? 'http://127.0.0.1:8080').replace(/\/+$/, '')
const password = env.BULLETIN_PASSWORD ?? readFileSync(required('BULLETIN_PASSWORD_FILE'), 'utf8').trimEnd()
const account = { username: required('BULLETIN_USERNAME'), password }

const stop = new AbortController()
export const stopping = stop.signal
process.on('SIGTERM', () => stop.abort())
process.on('SIGINT', () => stop.abort())

/** Ends the program because of something that trying again won't change. */
export function fail(problem) {
  if (stopping.aborted) return
  console.error(`Given up: ${problem.message}`)
  process.exitCode = 1
  stop.abort()
}

async function request(method, path, body, accessToken, ended = stopping) {
  const answer = await fetch(`${server}/api/v1${path}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(accessToken && { Authorization: `Bearer ${accessToken}` }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.any([ended, AbortSignal.timeout(30_000)]),
  })
  if (answer.ok) return answer.status === 204 ? null : await answer.json()
  const { code, detail } = await answer.json().catch(() => ({})) // a proxy may answer something else
  throw Object.assign(new Error(`${code ?? `HTTP ${answer.status}`}: ${detail ?? ''}`), {
    status: answer.status,
    retryAfter: Number(answer.headers.get('Retry-After')) || 0,
  })
}

let session = null
let renewing = null // one refresh at a time: a refresh token is good once

async function renew() {
  const refreshToken = session?.refreshToken
  session = null // if the answer is lost, the refresh token may be spent: log in again
  const next =
    (refreshToken && (await request('POST', '/auth/refresh', { refreshToken }).catch(() => null))) ||
    (await request('POST', '/auth/login', account))
  session = { ...next, renewAt: Date.now() + next.expiresIn * 900 }
  return session
}

export async function accessToken() {
  if (session && Date.now() < session.renewAt) return session.accessToken
  renewing ??= renew().finally(() => (renewing = null))
  return (await renewing).accessToken
}

export async function call(method, path, body) {
  const used = await accessToken()
  try {
    return await request(method, path, body, used)
  } catch (problem) {
    if (problem.status !== 401) throw problem
    if (session?.accessToken === used) session.renewAt = 0 // the session has ended, or the signing key was replaced
    return request(method, path, body, await accessToken())
  }
}

/** Tries until it succeeds, every 30 seconds at most. What the server will not change its mind about is thrown. */
export async function retry(attempt) {
  for (let delay = 500; ; delay = Math.min(2 * delay, 30_000)) {
    stopping.throwIfAborted()
    try {
      return await attempt()
    } catch (problem) {
      const refused = problem.status >= 400 && problem.status < 500 && problem.status !== 408 && problem.status !== 429
      if (refused || stopping.aborted) throw problem
      console.warn(`${problem.message}; trying again`)
      await sleep(Math.max(delay * (0.5 + Math.random() / 2), 1000 * (problem.retryAfter ?? 0)), null, { signal: stopping })
    }
  }
}

export async function logOut() {
  if (!session) return
  await request('POST', '/auth/logout', { refreshToken: session.refreshToken }, session.accessToken, AbortSignal.timeout(5000)).catch(() => {})
}
