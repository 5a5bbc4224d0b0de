import { api, resultOf } from '../../api/client'
import { nameOf } from '../../people/names'
import type { BegunWord } from './wordAt'

/** One way to complete a word. */
export interface Suggestion {
  /** The emoji, or the id of a person. */
  key: string
  /** The emoji, or empty for a person, who has an avatar. */
  face: string
  name: string
  note: string
  /** The text that replaces the word. */
  text: string
}

const most = 7

async function emojiFor(query: string): Promise<Suggestion[]> {
  const { searchEmoji } = await import('../emoji/shortcodes')
  return searchEmoji(query, most).map(({ emoji, names }) => {
    const name = names.find((known) => known.startsWith(query)) ?? names[0] ?? ''
    return { key: emoji, face: emoji, name: `:${name}:`, note: '', text: `${emoji} ` }
  })
}

async function peopleFor(query: string): Promise<Suggestion[]> {
  const result = await resultOf(api.GET('/api/v1/users', { params: { query: { query, limit: most } } }))
  if (!result.ok) return []
  return result.value.items.map((person) => ({
    key: person.id, face: '', name: nameOf(person), note: `@${person.username}`, text: `@${person.username} `,
  }))
}

export const suggestionsFor = ({ kind, query }: BegunWord): Promise<Suggestion[]> =>
  kind === 'emoji' ? emojiFor(query.toLowerCase()) : peopleFor(query)
