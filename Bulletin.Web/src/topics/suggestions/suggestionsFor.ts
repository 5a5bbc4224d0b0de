import { findPeople, personSuggestion } from '../../people/findPeople'
import type { Suggestion } from '../../ui/suggestion'
import type { BegunWord } from './wordAt'

const most = 7

async function emojiFor(query: string): Promise<Suggestion[]> {
  const { searchEmoji } = await import('../emoji/shortcodes')
  return searchEmoji(query, most).map(({ emoji, names }) => {
    const name = names.find((known) => known.startsWith(query)) ?? names[0] ?? ''
    return { key: emoji, face: emoji, name: `:${name}:`, note: '', text: `${emoji} ` }
  })
}

const everybody: Suggestion = { key: 'all', face: '📣', name: 'all', note: 'everybody in this topic', text: '@all ' }

async function peopleFor(query: string): Promise<Suggestion[]> {
  const people = (await findPeople(query, most)).map(personSuggestion)
  // After the people: the one that Enter chooses must not be everybody by accident, unless it was typed in full.
  if (query.toLowerCase() === 'all') return [everybody, ...people].slice(0, most)
  return 'all'.startsWith(query.toLowerCase()) ? [...people.slice(0, most - 1), everybody] : people
}

export const suggestionsFor = ({ kind, query }: BegunWord): Promise<Suggestion[]> =>
  kind === 'emoji' ? emojiFor(query.toLowerCase()) : peopleFor(query)
