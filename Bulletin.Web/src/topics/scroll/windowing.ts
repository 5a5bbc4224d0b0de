/** The range of rows that is in the page: from row `from` (inclusive) to row `to` (exclusive). */
export interface RowWindow {
  from: number
  to: number
}

const fewest = 80
/** The height of a one-line row without a name, in pixels. */
const lowestRow = 27

/** The maximum number of rows in the page: three screens, even if all rows have the minimum height. */
export const windowSizeFor = (screen: number): number => Math.max(fewest, Math.ceil((3 * screen) / lowestRow))

/** The number of rows added or removed at a time: few, so that no frame is delayed. */
export const windowStep = 12
/** About a screen of rows, painted at once; more are added as soon as these are shown. */
const screenful = 24

export const endWindow = (count: number): RowWindow => ({ from: Math.max(0, count - screenful), to: count })

export const slideUp = ({ from, to }: RowWindow, size: number): RowWindow => {
  const start = Math.max(0, from - windowStep)
  return { from: start, to: Math.min(to, start + size) }
}

export const slideDown = ({ from, to }: RowWindow, count: number, size: number): RowWindow => {
  const end = Math.min(count, to + windowStep)
  return { from: Math.max(from, end - size), to: end }
}

export const windowAround = (index: number, count: number): RowWindow => ({
  from: Math.max(0, index - screenful),
  to: Math.min(count, index + screenful),
})
