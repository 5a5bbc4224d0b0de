/** Why a call failed: a text for the user and a code for the program. */
export interface Failure {
  /** The HTTP status; 0 if there was no response. */
  status: number
  /** The stable code of the problem; `unreachable` if there was no response. */
  code: string
  detail: string
  /** Error messages by field, for forms. */
  errors: Record<string, string[]>
  /** Seconds that the server asks to wait, or null. */
  retryAfter: number | null
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure }

export const unreachable: Failure = {
  status: 0,
  code: 'unreachable',
  detail: 'The server cannot be reached right now.',
  errors: {},
  retryAfter: null,
}

/** Whether the same call may succeed later without a change. */
export const isTemporary = (failure: Failure): boolean =>
  failure.status === 0 || failure.status === 401 || failure.status === 408 || failure.status === 429 || failure.status >= 500

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function fieldErrors(value: unknown): Record<string, string[]> {
  if (!isRecord(value)) return {}
  const fields = Object.entries(value).map(([field, messages]) => {
    const texts = Array.isArray(messages) ? messages.filter((text) => typeof text === 'string') : []
    return [field.charAt(0).toLowerCase() + field.slice(1), texts] as const
  })
  return Object.fromEntries(fields)
}

export function failureOf(response: Response, problem: unknown): Failure {
  const body = isRecord(problem) ? problem : {}
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : undefined)
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN)
  return {
    status: response.status,
    code: text('code') ?? `http_${response.status}`,
    detail: text('detail') ?? text('title') ?? 'The server refused this.',
    errors: fieldErrors(body['errors']),
    retryAfter: Number.isFinite(wait) ? wait : null,
  }
}
