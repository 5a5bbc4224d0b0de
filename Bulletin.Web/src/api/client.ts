import createClient from 'openapi-fetch'
import { failureOf, unreachable, type Result } from './problem'
import type { paths } from './schema'

/** Returns a valid token, or null if nobody is logged in or no token is available. */
export type TokenSource = (rejected?: string) => Promise<string | null>

let tokenSource: TokenSource = () => Promise.resolve(null)

/** Sets the source of the tokens for all later calls. */
export const useTokens = (source: TokenSource): void => {
  tokenSource = source
}

let underWay = new AbortController()

/** Aborts all pending calls, as if they got no response. */
export function abandonCalls(): void {
  underWay.abort()
  underWay = new AbortController()
}

const isForPassword = ({ url }: Request): boolean => /\/api\/v1\/(users|auth\/login|password-resets)$/.test(url)

/** Whether a call needs no authentication. */
const isOpen = (request: Request): boolean => isForPassword(request) || (request.method === 'GET' && /\/api\/v1\/(site|invitations\/[^/]+)$/.test(request.url))

/** Longer than the server takes for any response: a call without one by then has lost it. */
const longest = 15_000
/** Password hashing is slow: under load a request may wait twenty seconds in a queue. */
const longestForPassword = 30_000
/** An export takes as long as what it exports. */
const longestForExport = 600_000

const patienceFor = (request: Request): number =>
  isForPassword(request) || request.url.endsWith('/users/me/password') ? longestForPassword : /\/admin\/audit\/export\?/.test(request.url) ? longestForExport : longest

/** `AbortSignal.any`, which some browsers lack. Its listeners are removed when it aborts, at the latest at the timeout. */
function firstOf(...signals: AbortSignal[]): AbortSignal {
  const first = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) first.abort(signal.reason)
    else signal.addEventListener('abort', () => first.abort(signal.reason), { signal: first.signal })
  }
  return first.signal
}

function send(request: Request, token: string | null, signal: AbortSignal): Promise<Response> {
  if (token) request.headers.set('Authorization', `Bearer ${token}`)
  else if (!isOpen(request)) throw new TypeError('No token is to be had at present.')
  // The caller may abort the call too.
  return fetch(request, { signal: firstOf(signal, request.signal, AbortSignal.timeout(patienceFor(request))) })
}

/** If the server refuses the token, renews it and repeats the call once. */
async function authorisedFetch(request: Request): Promise<Response> {
  const { signal } = underWay
  const spare = request.clone()
  const token = await tokenSource()
  const response = await send(request, token, signal)
  if (response.status !== 401 || !token) return response
  const renewed = await tokenSource(token)
  return renewed ? send(spare, renewed, signal) : response
}

export const api = createClient<paths>({ baseUrl: globalThis.location.origin, fetch: authorisedFetch })

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** Turns a response, a refusal or a connection failure into a value: no call of the client throws. */
export async function resultOf<T>(call: Promise<Answer<T>>): Promise<Result<T>> {
  try {
    const { data, error, response } = await call
    return data !== undefined && response.ok ? { ok: true, value: data } : { ok: false, failure: failureOf(response, error) }
  } catch {
    return { ok: false, failure: unreachable }
  }
}

/** Like `resultOf`, for calls whose response has no body. */
export async function doneOf(call: Promise<Answer<unknown>>): Promise<Result<true>> {
  try {
    const { error, response } = await call
    return response.ok ? { ok: true, value: true } : { ok: false, failure: failureOf(response, error) }
  } catch {
    return { ok: false, failure: unreachable }
  }
}
