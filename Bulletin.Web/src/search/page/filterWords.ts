import { longDate } from '../../ui/times'
import type { Filter, Operator } from '../query/filters'

/** What a message can be asked to have, without what needs a value. */
export const choices: readonly { operator: Operator; value: string; label: string }[] = [
  { operator: 'mentions', value: 'me', label: 'Mentions me' },
  { operator: 'is', value: 'mine', label: 'My messages' },
  { operator: 'has', value: 'link', label: 'Has a link' },
  { operator: 'has', value: 'code', label: 'Has code' },
  { operator: 'has', value: 'reaction', label: 'Has a reaction' },
]

const day = /^\d{4}-\d\d-\d\d$/
/** Noon is on the same day in the time zone of the user. */
const asDay = (value: string) => (day.test(value) && !Number.isNaN(Date.parse(`${value}T12:00`)) ? longDate(`${value}T12:00`) : value)

/** An operator in words. `titleOf` names a topic that is given by its id. */
export function filterWords({ operator, value }: Pick<Filter, 'operator' | 'value'>, titleOf: (topicId: string) => string | undefined): string {
  const known = choices.find((choice) => choice.operator === operator && choice.value === value.toLowerCase())
  if (known) return known.label
  switch (operator) {
    case 'from': return `From ${value}`
    case 'mentions': return `Mentions ${value}`
    case 'in': return `In ${titleOf(value.toLowerCase()) ?? value}`
    case 'before': return `Before ${asDay(value)}`
    case 'after': return `After ${asDay(value)}`
    default: return `${operator}:${value}`
  }
}

/** Whether this is a day as the server and a date field write it. */
export const isDay = (value: string): boolean => day.test(value)
