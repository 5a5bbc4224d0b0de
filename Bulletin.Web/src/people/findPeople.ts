import { api, resultOf } from '../api/client'
import type { Result } from '../api/problem'
import type { User } from '../api/types'
import { foldName } from '../ui/foldName'
import type { Suggestion } from '../ui/suggestion'
import { nameOf } from './names'

/** The people whose names begin like the query, at most `limit`. */
export async function searchPeople(query: string, limit: number, signal?: AbortSignal): Promise<Result<readonly User[]>> {
  const result = await resultOf(api.GET('/api/v1/users', { params: { query: { query, limit } }, signal }))
  return result.ok ? { ok: true, value: result.value.items } : result
}

/** Of those who were found for a query, those who fit what is typed by now: until they are searched for anew, none of the others may be picked. */
export function peopleFor(answer: { query: string; value: readonly User[] } | null, typed: string): readonly User[] {
  const [found, now] = [answer?.value ?? [], typed.replace(/^@/, '')]
  if (answer?.query.replace(/^@/, '') === now) return found
  const begun = ` ${foldName(now)}`
  return found.filter(({ username, displayName }) => [username, displayName].some((name) => ` ${foldName(name)}`.includes(begun)))
}

/** As `searchPeople`; nobody if the server cannot tell. */
export async function findPeople(query: string, limit: number): Promise<readonly User[]> {
  const result = await searchPeople(query, limit)
  return result.ok ? result.value : []
}

export const personSuggestion = (person: User): Suggestion =>
  ({ key: person.id, face: '', name: nameOf(person), note: `@${person.username}`, text: `@${person.username} ` })
