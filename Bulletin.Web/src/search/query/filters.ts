/** The operators of a query. */
export type Operator = 'from' | 'in' | 'mentions' | 'before' | 'after' | 'has' | 'is'

/** An operator with its value, and where it stands in the query. */
export interface Filter {
  operator: Operator
  value: string
  start: number
  end: number
}

const operators: readonly Operator[] = ['from', 'in', 'mentions', 'before', 'after', 'has', 'is']
const operatorNamed = (name: string | undefined) => operators.find((one) => one === name?.toLowerCase())

/** A quotation, a word, or an operator with either. Typographic quotation marks count too. */
const part = /(-?)(?:([a-z]+):)?(?:["“”„]([^"“”„]*)(?:["“”„]|$)|([^\s"“”„]\S*))|\S+/gi
const needsQuotes = /[\s"“”„]/

/** The operators that stand in a query. Those that still lack a value do not count. */
export function filtersOf(query: string): Filter[] {
  return [...query.matchAll(part)].flatMap(({ 0: whole, 1: minus, 2: name, 3: quoted, 4: word, index }) => {
    const operator = minus ? undefined : operatorNamed(name)
    const value = quoted ?? word
    return operator && value ? { operator, value, start: index, end: index + whole.length } : []
  })
}

/** A query without a part. */
export function withoutPart(query: string, { start, end }: Pick<Filter, 'start' | 'end'>): string {
  const [before, after] = [query.slice(0, start).trimEnd(), query.slice(end).trimStart()]
  return before && after ? `${before} ${after}` : before + after
}

/** An operator as it is written. */
export const written = (operator: Operator, value: string): string => `${operator}:${needsQuotes.test(value) ? `"${value}"` : value}`

/** Whether an operator can name this: a name between quotation marks has none itself. */
export const canBeNamed = (name: string): boolean => name.trim() !== '' && !/["“”„]/.test(name)

/** A query with one operator more, before its last words: one of them may be unfinished, which it no longer is if something follows. A day replaces the one that was there, and nothing is there twice. */
export function withFilter(query: string, operator: Operator, value: string): string {
  const held = filtersOf(query).filter((one) => one.operator === operator)
  const isDay = operator === 'before' || operator === 'after'
  const [first] = held
  if (isDay && first) return query.slice(0, first.start) + written(operator, value) + query.slice(first.end)
  if (held.some((one) => one.value.toLowerCase() === value.toLowerCase())) return query
  const at = filtersOf(query).at(-1)?.end ?? 0
  return [query.slice(0, at), written(operator, value), query.slice(at).trimStart()].filter(Boolean).join(' ')
}
