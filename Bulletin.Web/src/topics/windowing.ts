/** The stretch of rows that is in the page: from row `from` up to but without row `to`. */
export interface RowWindow {
  from: number
  to: number
}

/** How many rows a page holds at most. */
export const windowSize = 120
/** How many rows come or go at a time: few, so that no frame waits for them. */
export const windowStep = 12
/** About a screen of rows, which is painted at once; more come as soon as they stand. */
const screenful = 28

export const endWindow = (count: number): RowWindow => ({ from: Math.max(0, count - screenful), to: count })

export const slideUp = ({ from, to }: RowWindow): RowWindow => {
  const start = Math.max(0, from - windowStep)
  return { from: start, to: Math.min(to, start + windowSize) }
}

export const slideDown = ({ from, to }: RowWindow, count: number): RowWindow => {
  const end = Math.min(count, to + windowStep)
  return { from: Math.max(from, end - windowSize), to: end }
}

export const windowAround = (index: number, count: number): RowWindow => ({
  from: Math.max(0, index - screenful),
  to: Math.min(count, index + screenful),
})
