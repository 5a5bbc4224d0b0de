import type { User } from '../api/types'

/** A person as far as names go; either may be missing in what an odd server or an old entry holds. */
export type Named = Partial<Record<'displayName' | 'username', string | null>>

/** What two names have in common that look the same: their case, width, spaces and what cannot be seen. */
const folded = (name: string): string =>
  name.normalize('NFKC').replaceAll(/[\p{DI}\p{C}]/gu, '').replaceAll(/[\s\u2800]+/g, ' ').trim().toLowerCase()

/** What a person is called. */
export function nameOf({ displayName, username }: Named): string {
  return displayName && folded(displayName) ? displayName : username || 'Somebody'
}

/** The user name with its sign, where it tells more than the name that is shown; otherwise nothing. */
export function handleOf(person: Named): string {
  const { username } = person
  return username && username.toLowerCase() !== nameOf(person).toLowerCase() ? `@${username}` : ''
}

/** The name and what tells it from others, in words. */
export const fullNameOf = (person: Named): string => [nameOf(person), handleOf(person)].filter(Boolean).join(' ')

/** Whether somebody goes by a name that another of these people goes by as well. */
export function namesakesAmong(people: Iterable<User>): (person: Named) => boolean {
  const owners = new Map<string, Set<string>>()
  for (const person of new Map([...people].map((one) => [one.id, one])).values()) {
    const name = folded(nameOf(person))
    owners.set(name, (owners.get(name) ?? new Set()).add(person.id))
  }
  return (person) => (owners.get(folded(nameOf(person)))?.size ?? 0) > 1
}

/** What a person is called where there is no room for two names: by the user name, if another goes by the same display name. */
export const callAmong = (people: Iterable<User>): ((person: Named) => string) => {
  const hasNamesake = namesakesAmong(people)
  return (person) => (hasNamesake(person) && handleOf(person)) || nameOf(person)
}
