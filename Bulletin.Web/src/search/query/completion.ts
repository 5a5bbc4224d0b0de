import type { Operator } from './filters'

/** An operator that is being typed, up to the caret. */
export interface Completion {
  operator: Extract<Operator, 'from' | 'mentions' | 'in'>
  words: string
  start: number
}

const begun = /(?<=^|\s)(from|mentions|in):(?:["“”„]([^"“”„]*)|([^\s"“”„]*))$/i

/** The operator before the caret whose value can be chosen from a list; null if there is none, or no caret. */
export function completionAt(query: string, caret: number | null): Completion | null {
  const found = caret === null ? null : begun.exec(query.slice(0, caret))
  const name = found?.[1]?.toLowerCase()
  if (!found || (name !== 'from' && name !== 'mentions' && name !== 'in')) return null
  return { operator: name, words: found[2] ?? found[3] ?? '', start: found.index }
}
