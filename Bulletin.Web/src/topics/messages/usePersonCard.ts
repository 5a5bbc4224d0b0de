import { shallowRef, type Ref } from 'vue'
import { useSession } from '../../accounts/session'
import type { User } from '../../api/types'
import type { KnownPeople } from '../text/mentions'
import { operable } from '../text/operableMentions'

/** The card of a person, next to their face or to where they are mentioned. */
export function usePersonCard(known: Readonly<Ref<KnownPeople>>) {
  const session = useSession()
  const card = shallowRef<{ person: User; anchor: HTMLElement } | null>(null)

  /** Shows the card of who is mentioned at the target of an event. Returns whether somebody is. */
  function introduce({ target }: Event): boolean {
    const pill = target instanceof Element ? target.closest<HTMLElement>(operable) : null
    const person = pill && [...known.value.byId.values(), session.user].find((one) => one?.username.toLowerCase() === pill.dataset['username'])
    if (!pill || !person) return false
    card.value = { person, anchor: pill }
    return true
  }

  /** Enter and Space press a mention like a button. Returns whether they did. */
  function introduceByKey(event: KeyboardEvent): boolean {
    const isPress = (event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.metaKey && !event.altKey
    if (!isPress || !introduce(event)) return false
    // Otherwise Space would scroll, and Enter press what has the focus next.
    event.preventDefault()
    return true
  }

  return { card, introduce, introduceByKey }
}
