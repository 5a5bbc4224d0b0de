import { capital } from './words'

export interface Option {
  value: string
  label: string
}

/** A field by which a list is filtered. */
export interface FilterField {
  name: string
  label: string
  /** A search follows what is typed. A text, such as a username or an id, is applied when it is complete. */
  kind: 'search' | 'text' | 'select' | 'date'
  /** A search that is recorded waits until it is complete, as a text does. */
  isRecorded?: boolean
  options?: readonly Option[]
}

/** Options whose names are their values with a capital letter. */
export const optionsOf = (...values: string[]): Option[] => values.map((value) => ({ value, label: capital(value) }))
