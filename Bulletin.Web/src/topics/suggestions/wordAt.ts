/** A word being written that something can be suggested for, and where in the text it stands. */
export interface BegunWord {
  kind: 'emoji' | 'person'
  query: string
  from: number
  to: number
}

// Two letters of an emoji's name, so that a time or a smiley stays what it is; one of a person's.
const begun = /(?<=^|[\s([{"'])(?::(?<emoji>[a-z0-9_+-]{2,})|@(?<person>[a-z0-9._-]{1,32}))$/i

/** The word that ends at the cursor, if it begins as a shortcode or a mention does. */
export function wordAt(text: string, cursor: number): BegunWord | null {
  const groups = begun.exec(text.slice(0, cursor))?.groups
  const query = groups?.['emoji'] ?? groups?.['person']
  if (query === undefined) return null
  return { kind: groups?.['emoji'] === undefined ? 'person' : 'emoji', query, from: cursor - query.length - 1, to: cursor }
}
