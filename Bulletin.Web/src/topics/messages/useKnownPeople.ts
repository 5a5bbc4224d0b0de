import { computed } from 'vue'
import type { Topic, User } from '../../api/types'
import { callAmong } from '../../people/names'
import type { KnownPeople } from '../text/mentions'

/** The people whose names are known in a topic without asking for them: those who wrote here, and those of a conversation. */
export function useKnownPeople(present: () => readonly User[], topic: () => Topic | null) {
  const all = computed<readonly User[]>((held) => {
    const people = [...(topic()?.members ?? []), ...present()]
    // Most changes of a topic bring nobody new, and then no text needs to be drawn again.
    return held?.length === people.length && held.every((person, index) => person === people[index]) ? held : people
  })
  return computed<KnownPeople>(() => ({ byId: new Map(all.value.map((person) => [person.id, person])), call: callAmong(all.value) }))
}
