import type { User } from '../api/types'
import { skeletonOf } from '../ui/lookAlikes'

/** A person as far as names are concerned; either name may be missing in data from a faulty server or an old entry. */
export type Named = Partial<Record<'displayName' | 'username', string | null>>

/** The common form of names that look the same: ignores case, width, spaces and invisible characters. */
const folded = (name: string): string =>
  name.normalize('NFKC').replaceAll(/[\p{DI}\p{C}]/gu, '').replaceAll(/[\s\u2800]+/g, ' ').trim().toLowerCase()

/** Two names look the same if they share one of these: they differ in case, or in letters that look alike. */
const looksOf = (person: Named): Set<string> => new Set([folded(nameOf(person)), skeletonOf(nameOf(person))])

/** The name to show for a person. */
export function nameOf({ displayName, username }: Named): string {
  return displayName && folded(displayName) ? displayName : username || 'Somebody'
}

/** The username with its @ sign, if it differs from the name that is shown; otherwise empty. */
export function handleOf(person: Named): string {
  const { username } = person
  return username && username.toLowerCase() !== nameOf(person).toLowerCase() ? `@${username}` : ''
}

/** The name, and the username if it differs. */
export const fullNameOf = (person: Named): string => [nameOf(person), handleOf(person)].filter(Boolean).join(' ')

/** Whether a person's name looks the same as the name of another of these people. */
export function namesakesAmong(people: Iterable<User>): (person: Named) => boolean {
  const owners = new Map<string, Set<string>>()
  for (const person of new Map([...people].map((one) => [one.id, one])).values()) {
    for (const look of looksOf(person)) owners.set(look, (owners.get(look) ?? new Set()).add(person.id))
  }
  return (person) => [...looksOf(person)].some((look) => (owners.get(look)?.size ?? 0) > 1)
}

/** The name to show where there is space for only one: the username if another's display name looks the same. */
export const callAmong = (people: Iterable<User>): ((person: Named) => string) => {
  const hasNamesake = namesakesAmong(people)
  return (person) => (hasNamesake(person) && handleOf(person)) || nameOf(person)
}
