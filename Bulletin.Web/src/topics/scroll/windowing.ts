/** The stretch of rows that is in the page: from row `from` up to but without row `to`. */
export interface RowWindow {
  from: number
  to: number
}

const fewest = 80
/** A row of one line without a name, in pixels. */
const lowestRow = 27

/** How many rows the page holds at most: three screens of them, however low they are. */
export const windowSizeFor = (screen: number): number => Math.max(fewest, Math.ceil((3 * screen) / lowestRow))

/** How many rows come or go at a time: few, so that no frame waits for them. */
export const windowStep = 12
/** About a screen of rows, which is painted at once; more come as soon as they stand. */
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
