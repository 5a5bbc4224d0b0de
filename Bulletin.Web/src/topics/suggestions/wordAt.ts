/** A word being typed that has suggestions, and its position in the text. */
export interface BegunWord {
  kind: 'emoji' | 'person'
  query: string
  from: number
  to: number
}

// At least two letters of an emoji's name, so that times and smileys stay unchanged; at least one of a person's, in any script.
// Chinese and Japanese put no space before it.
const begun =
  /(?<=^|[\s\p{Ps}\p{Pi}"'、。，：；！？\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])(?::(?<emoji>[a-z0-9_+-]{2,})|@(?<person>[\p{L}\p{N}][\p{L}\p{M}\p{N}._'’-]{0,63}))$/iu

/** The word that ends at the cursor, if it starts like a shortcode or a mention. */
export function wordAt(text: string, cursor: number): BegunWord | null {
  const groups = begun.exec(text.slice(0, cursor))?.groups
  const query = groups?.['emoji'] ?? groups?.['person']
  if (query === undefined) return null
  return { kind: groups?.['emoji'] === undefined ? 'person' : 'emoji', query, from: cursor - query.length - 1, to: cursor }
}
