import type { User } from '../api/types'
import { skeletonOf } from '../ui/lookAlikes'

/** A person as far as names go; either may be missing in what an odd server or an old entry holds. */
export type Named = Partial<Record<'displayName' | 'username', string | null>>

/** What two names have in common that look the same: their case, width, spaces and what cannot be seen. */
const folded = (name: string): string =>
  name.normalize('NFKC').replaceAll(/[\p{DI}\p{C}]/gu, '').replaceAll(/[\s\u2800]+/g, ' ').trim().toLowerCase()

/** Two names look the same if they share one of these: they differ in case, or in letters that look alike. */
const looksOf = (person: Named): Set<string> => new Set([folded(nameOf(person)), skeletonOf(nameOf(person))])

/** What a person is called. */
export function nameOf({ displayName, username }: Named): string {
  return displayName && folded(displayName) ? displayName : username || 'Somebody'
}

/** The username with its sign, where it tells more than the name that is shown; otherwise nothing. */
export function handleOf(person: Named): string {
  const { username } = person
  return username && username.toLowerCase() !== nameOf(person).toLowerCase() ? `@${username}` : ''
}

/** The name and what tells it from others, in words. */
export const fullNameOf = (person: Named): string => [nameOf(person), handleOf(person)].filter(Boolean).join(' ')

/** Whether somebody goes by a name that looks the same as the name of another of these people. */
export function namesakesAmong(people: Iterable<User>): (person: Named) => boolean {
  const owners = new Map<string, Set<string>>()
  for (const person of new Map([...people].map((one) => [one.id, one])).values()) {
    for (const look of looksOf(person)) owners.set(look, (owners.get(look) ?? new Set()).add(person.id))
  }
  return (person) => [...looksOf(person)].some((look) => (owners.get(look)?.size ?? 0) > 1)
}

/** What a person is called where there is no room for two names: by the username, if another's display name looks the same. */
export const callAmong = (people: Iterable<User>): ((person: Named) => string) => {
  const hasNamesake = namesakesAmong(people)
  return (person) => (hasNamesake(person) && handleOf(person)) || nameOf(person)
}
