import { computed, ref, watch } from 'vue'
import { useRoute } from 'vue-router'
import { useSession } from '../../accounts/session'
import type { SearchHit, Topic, User } from '../../api/types'
import { useDirectory } from '../../directory/directory'
import { othersIn } from '../../directory/topicTitle'
import { peopleFor, searchPeople } from '../../people/findPeople'
import { foldName } from '../../ui/foldName'
import { filtersOf } from '../query/filters'
import { ownTimeZone, searchMessages } from '../searchMessages'
import { useTopicSearch } from '../topics/useTopicSearch'
import { useAnswers } from '../useAnswers'
import { commandsFor } from './commandsFor'
import { optionKey, type Command, type Option, type OptionGroup } from './options'
import { useVisited } from './visited'

const most = { recent: 6, topics: 6, people: 4, messages: 4, nameLength: 128 }
const pauses = { people: 150, messages: 250 }

/** What the palette offers for what is typed in it, and which option is chosen. */
export function usePalette(isOpen: () => boolean, commands: () => readonly Command[]) {
  const session = useSession()
  const directory = useDirectory()
  const visited = useVisited()
  const route = useRoute()
  const query = ref('')
  const words = computed(() => query.value.trim())
  /** A query with operators is for messages only. */
  const name = computed(() => (isOpen() && words.value && !filtersOf(words.value).length ? words.value : null))
  const topics = useTopicSearch(() => name.value)
  const people = useAnswers<readonly User[]>(() => name.value?.replace(/^@/, '') || null, (asked, signal) => searchPeople(asked, most.people + 1, signal), pauses.people)
  // The space after the last word tells that it is complete.
  const messages = useAnswers(() => (isOpen() && words.value ? query.value : null), (asked, signal) => searchMessages({ query: asked, timeZone: ownTimeZone(), limit: most.messages }, signal), pauses.messages)

  /** Those that were opened last, then those that were active last, without the one that is open. */
  const recent = computed(() => {
    const opened = visited.ids.flatMap((id) => directory.byId.get(id) ?? [])
    return [...new Set([...opened, ...directory.topics])].filter(({ id }) => id !== route.params['topicId']).slice(0, most.recent)
  })

  const foundTopics = computed(() => topics.found.value.slice(0, most.topics))
  /** Without the user, and those whose conversation is among the topics. */
  const foundPeople = computed(() => {
    const partners = foundTopics.value.flatMap((topic) => (topic.members?.length === 2 ? othersIn(topic, session.user).map(({ id }) => id) : []))
    const left = new Set([session.user?.id, ...partners])
    return peopleFor(people.answer.value, name.value ?? '').filter(({ id }) => !left.has(id)).slice(0, most.people)
  })
  const isNew = computed(() => {
    const asked = name.value
    if (asked === null || asked.length > most.nameLength || topics.status.value === 'searching') return false
    return !topics.found.value.some((topic) => topic.access !== 'direct' && foldName(topic.name ?? '') === foldName(asked))
  })

  const groups = computed((): OptionGroup[] => {
    const [topicOptions, commandOptions] = [(topic: Topic): Option => ({ kind: 'topic', topic }), (command: Command): Option => ({ kind: 'command', command })]
    if (!words.value) return [{ name: 'Recent topics', options: recent.value.map(topicOptions) }, { name: 'Commands', options: commands().map(commandOptions) }].filter(({ options }) => options.length)
    const hits = messages.answer.value?.value.items ?? []
    return [
      { name: 'Topics', options: foundTopics.value.map(topicOptions) },
      { name: 'People', options: foundPeople.value.map((person): Option => ({ kind: 'person', person })) },
      { name: 'Messages', options: [{ kind: 'search', query: query.value } as const, ...hits.map((hit: SearchHit): Option => ({ kind: 'message', hit }))] },
      { name: 'Commands', options: commandsFor(commands(), words.value).map(commandOptions) },
      { name: 'New', options: isNew.value ? [{ kind: 'create', name: words.value } as const] : [] },
    ].filter(({ options }) => options.length)
  })
  const options = computed(() => groups.value.flatMap((group) => group.options))

  /** The option that the user has moved to; until then it is the first, whatever comes. */
  const moved = ref<string | null>(null)
  const chosen = computed(() => options.value.find((option) => optionKey(option) === moved.value) ?? options.value[0])
  const choose = (option: Option | undefined) => void (moved.value = option ? optionKey(option) : null)
  function move(step: number): void {
    const count = options.value.length
    const at = chosen.value ? options.value.indexOf(chosen.value) : 0
    if (count) choose(options.value[(at + step + count) % count])
  }
  watch(query, () => choose(undefined))
  watch(isOpen, () => {
    query.value = ''
    choose(undefined)
  })

  const isSearching = computed(() => [topics, people, messages].some(({ status }) => status.value === 'searching'))
  /** What could not be searched, and why. */
  const refusals = computed(() => [
    ...(messages.failure.value ? [messages.failure.value.errors['query']?.join(' ') ?? 'Messages cannot be searched right now.'] : []),
    ...(topics.status.value === 'failed' || people.status.value === 'failed' ? ['Not all topics and people can be searched right now.'] : []),
  ])
  return { query, groups, options, chosen, choose, move, toFirst: () => choose(options.value[0]), toLast: () => choose(options.value.at(-1)), isSearching, refusals }
}
