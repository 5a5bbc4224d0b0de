import { api, resultOf } from '../api/client'
import type { Result } from '../api/problem'
import type { User } from '../api/types'
import type { Suggestion } from '../ui/suggestion'
import { nameOf } from './names'

/** The people whose names begin like the query, at most `limit`. */
export async function searchPeople(query: string, limit: number, signal?: AbortSignal): Promise<Result<readonly User[]>> {
  const result = await resultOf(api.GET('/api/v1/users', { params: { query: { query, limit } }, signal }))
  return result.ok ? { ok: true, value: result.value.items } : result
}

/** The same; nobody if the server cannot tell. */
export async function findPeople(query: string, limit: number): Promise<readonly User[]> {
  const result = await searchPeople(query, limit)
  return result.ok ? result.value : []
}

export const personSuggestion = (person: User): Suggestion =>
  ({ key: person.id, face: '', name: nameOf(person), note: `@${person.username}`, text: `@${person.username} ` })
