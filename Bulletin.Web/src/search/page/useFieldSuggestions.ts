import { computed, ref, watch } from 'vue'
import { useSession } from '../../accounts/session'
import type { Topic, User } from '../../api/types'
import { useDirectory } from '../../directory/directory'
import { peopleFor, personSuggestion, searchPeople } from '../../people/findPeople'
import { nameOf } from '../../people/names'
import type { Suggestion } from '../../ui/suggestion'
import { completionAt } from '../query/completion'
import { canBeNamed, written } from '../query/filters'
import { useTopicSearch } from '../topics/useTopicSearch'
import { useAnswers } from '../useAnswers'

const most = 7
const pause = 120

/** What follows a value of which the caret may be in the middle. */
const afterValue = (typed: string, rest: string): string => rest.replace(/["“”„]/.test(typed) ? /^[^"“”„]*["“”„]/ : /^[^\s"“”„]+/, '')

/** Who or what can stand behind the operator that is being typed in a query before the caret. */
export function useFieldSuggestions(query: () => string, caret: () => number | null) {
  const session = useSession()
  const directory = useDirectory()
  const dismissed = ref('')
  const chosen = ref(0)
  const completion = computed(() => {
    const found = completionAt(query(), caret())
    return found && dismissed.value !== query() ? found : null
  })
  const words = (forTopics: boolean) => (completion.value && (completion.value.operator === 'in') === forTopics ? completion.value.words.trim() || null : null)
  const people = useAnswers<readonly User[]>(() => words(false), (asked, signal) => searchPeople(asked.replace(/^@/, ''), most, signal), pause)
  const topics = useTopicSearch(() => words(true))

  /** A topic whose name cannot be written is written as its id. */
  const topicSuggestion = (topic: Topic): Suggestion =>
    ({ key: topic.id, face: '#', name: directory.titleOf(topic), note: '', text: written('in', topic.name !== null && canBeNamed(topic.name) ? topic.name : topic.id) })

  const items = computed((): Suggestion[] => {
    const asked = completion.value
    if (!asked) return []
    const { operator } = asked
    if (operator === 'in') return (asked.words.trim() ? topics.found.value : directory.topics).slice(0, most).map(topicSuggestion)
    const own = session.user && 'me'.startsWith(asked.words.toLowerCase()) ? [{ ...personSuggestion(session.user), name: 'me', note: nameOf(session.user), text: `${operator}:me` }] : []
    const others = peopleFor(people.answer.value, asked.words.trim()).filter(({ id }) => id !== session.user?.id || !own.length)
    return [...own, ...others.map((person) => ({ ...personSuggestion(person), text: written(operator, person.username) }))].slice(0, most)
  })
  /** Whether the user has moved to another than the first. That one stays chosen, whatever comes. */
  let moved = false
  watch(query, () => (moved = false))
  watch(items, (now, before) => {
    const at = moved ? now.findIndex(({ key }) => key === before[chosen.value]?.key) : 0
    chosen.value = Math.max(0, at)
  })

  /** The query and the caret once an item stands in place of what was typed. */
  function completed(item: Suggestion): { text: string; caret: number } {
    const [text, end] = [query(), caret() ?? query().length]
    const before = `${text.slice(0, completion.value?.start ?? end)}${item.text} `
    return { text: before + afterValue(text.slice(completion.value?.start ?? end, end), text.slice(end)).trimStart(), caret: before.length }
  }

  function move(step: number): void {
    moved = true
    chosen.value = (chosen.value + step + items.value.length) % items.value.length
  }

  return { items, chosen, move, completed, dismiss: () => void (dismissed.value = query()) }
}
