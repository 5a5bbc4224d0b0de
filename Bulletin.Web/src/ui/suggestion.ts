/** One entry of a list of suggestions. */
export interface Suggestion {
  /** The emoji, or the id of a person. */
  key: string
  /** The emoji, or empty for a person, who has an avatar. */
  face: string
  name: string
  note: string
  /** The text that replaces what was typed. */
  text: string
}
