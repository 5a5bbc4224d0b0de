import { api, resultOf } from '../api/client'
import type { User } from '../api/types'
import type { Suggestion } from '../ui/suggestion'
import { nameOf } from './names'

/** The people whose names begin like the query, at most `limit`; none if the server cannot tell. */
export async function findPeople(query: string, limit: number): Promise<readonly User[]> {
  const result = await resultOf(api.GET('/api/v1/users', { params: { query: { query, limit } } }))
  return result.ok ? result.value.items : []
}

export const personSuggestion = (person: User): Suggestion =>
  ({ key: person.id, face: '', name: nameOf(person), note: `@${person.username}`, text: `@${person.username} ` })
