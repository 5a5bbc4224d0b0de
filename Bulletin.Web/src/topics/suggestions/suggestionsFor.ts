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

const peopleFor = async (query: string): Promise<Suggestion[]> => (await findPeople(query, most)).map(personSuggestion)

export const suggestionsFor = ({ kind, query }: BegunWord): Promise<Suggestion[]> =>
  kind === 'emoji' ? emojiFor(query.toLowerCase()) : peopleFor(query)
