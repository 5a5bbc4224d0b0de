/** A column of a table. Its cells are the slot of the same name. */
export interface Column {
  key: string
  label: string
  /** How wide it is, as a track of a CSS grid. */
  width?: string
  /** The name of its order, if the list can be sorted by it; the reverse order has a minus sign in front. */
  sort?: string
  /** Whether the list has only the descending order. */
  onlyDescending?: boolean
  /** Whether a phone has no room for it. */
  minor?: boolean
}

/** How a column is sorted, for screen readers; undefined if it can't be. */
export function ariaSort({ sort }: Column, current: string): 'ascending' | 'descending' | 'none' | undefined {
  if (sort === undefined) return undefined
  return current === sort ? 'ascending' : current === `-${sort}` ? 'descending' : 'none'
}

/** The order to ask for when a column's heading is pressed: the other of its two orders. */
export const nextSort = ({ sort = '', onlyDescending = false }: Column, current: string): string =>
  onlyDescending || current === sort ? `-${sort}` : sort
