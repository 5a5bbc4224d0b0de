import { api, resultOf } from '../api/client'
import type { Result } from '../api/problem'
import type { Page, SearchHit } from '../api/types'

export interface MessageSearch {
  query: string
  /** The days of a query are days in this time zone. A cursor holds only with the time zone that it was given for. */
  timeZone: string
  limit: number
  cursor?: string
}

export const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

type Asked = Omit<MessageSearch, 'timeZone'> & { timeZone?: string }

const ask = (query: Asked, signal: AbortSignal): Promise<Result<Page<SearchHit>>> =>
  resultOf(api.GET('/api/v1/search', { params: { query: { ...query } }, signal }))

/** The messages that a query finds, the newest first. The browser may know a time zone that the server does not: then days are those of UTC. */
export async function searchMessages({ timeZone, ...query }: MessageSearch, signal: AbortSignal): Promise<Result<Page<SearchHit>>> {
  const result = await ask({ ...query, timeZone }, signal)
  return !result.ok && result.failure.errors['timeZone'] ? ask(query, signal) : result
}

/** A message is found once. */
export const hitKey = ({ message }: SearchHit): string => `${message.topicId}/${message.seq}`
