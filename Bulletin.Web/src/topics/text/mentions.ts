import { inject, type InjectionKey, type Ref } from 'vue'
import { useSession } from '../../accounts/session'
import type { Message, User } from '../../api/types'
import { nameOf, type Named } from '../../people/names'

/** The people whose names are known in the open topic. */
export interface KnownPeople {
  byId: ReadonlyMap<string, User>
  /** The name to show where there is space for only one. */
  call: (person: Named) => string
}

export const knownPeople: InjectionKey<Readonly<Ref<KnownPeople>>> = Symbol('known people')

/** A mentioned person, as shown in the text. */
export interface Mentioned {
  /** In lower case: names are mentioned in any. */
  username: string
  name: string
  isMe: boolean
}

/** Whom a text mentions. */
export interface Mentions {
  people: Mentioned[]
  /** How many more it mentions whose names are not known here. */
  strangers: number
  all: boolean
}

/** Tells whom a message mentions, by the names known in the open topic; null if it mentions nobody. */
export function useMentions(): (message: Pick<Message, 'mentions' | 'mentionsAll'>) => Mentions | null {
  const session = useSession()
  const known = inject(knownPeople, null)
  const call = (person: Named) => (known?.value.call ?? nameOf)(person).replace(/^@?/, '@')

  return ({ mentions, mentionsAll }) => {
    if (!mentions.length && !mentionsAll) return null
    const me = session.user
    const found = mentions.map((id) => (id === me?.id ? me : known?.value.byId.get(id))).filter((person) => !!person)
    const people = found.map((person) => ({ username: person.username.toLowerCase(), name: call(person), isMe: person.id === me?.id }))
    return { people, strangers: mentions.length - people.length, all: mentionsAll }
  }
}
