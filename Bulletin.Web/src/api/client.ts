import createClient from 'openapi-fetch'
import { failureOf, unreachable, type Result } from './problem'
import type { paths } from './schema'

/** Answers a token that is valid now, or null when nobody is logged in or none can be had. */
export type TokenSource = (rejected?: string) => Promise<string | null>

let tokenSource: TokenSource = () => Promise.resolve(null)

/** The session gives its tokens to every call from here on. */
export const useTokens = (source: TokenSource): void => {
  tokenSource = source
}

let underWay = new AbortController()

/** Ends every call that is under way, as one that got no answer. */
export function abandonCalls(): void {
  underWay.abort()
  underWay = new AbortController()
}

/** What can be asked before anybody is known. */
const isOpen = ({ url }: Request): boolean => /\/api\/v1\/(users|auth\/login)$/.test(url)

/** Longer than the server takes for any answer: a call that has none by then has lost it. */
const longest = 15_000
/** A password takes its time: in a rush it may be in a queue for twenty seconds. */
const longestForPassword = 30_000

/** `AbortSignal.any`, which not every browser has. What it listens to is let go of with the last limit. */
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
  // Whoever asked may end the call as well.
  return fetch(request, { signal: firstOf(signal, request.signal, AbortSignal.timeout(isOpen(request) ? longestForPassword : longest)) })
}

/** A token the server turned down is renewed once, and the call repeated. */
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

/** Turns an answer, a refusal or a broken line into a value: no call of the client throws. */
export async function resultOf<T>(call: Promise<Answer<T>>): Promise<Result<T>> {
  try {
    const { data, error, response } = await call
    return data !== undefined && response.ok ? { ok: true, value: data } : { ok: false, failure: failureOf(response, error) }
  } catch {
    return { ok: false, failure: unreachable }
  }
}

/** As `resultOf`, for calls that answer without a body. */
export async function doneOf(call: Promise<Answer<unknown>>): Promise<Result<true>> {
  try {
    const { error, response } = await call
    return response.ok ? { ok: true, value: true } : { ok: false, failure: failureOf(response, error) }
  } catch {
    return { ok: false, failure: unreachable }
  }
}
