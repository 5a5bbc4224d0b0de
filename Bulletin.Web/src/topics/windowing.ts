/** The stretch of rows that is in the page: from row `from` up to but without row `to`. */
export interface RowWindow {
  from: number
  to: number
}

/** How many rows a page holds at most, and how many come or go at a time. */
export const windowSize = 160
export const windowStep = 40

/** Few enough rows to be painted at once; more come as soon as they stand. */
export const endWindow = (count: number): RowWindow => ({ from: Math.max(0, count - windowStep), to: count })

export const slideUp = ({ from, to }: RowWindow): RowWindow => {
  const start = Math.max(0, from - windowStep)
  return { from: start, to: Math.min(to, start + windowSize) }
}

export const slideDown = ({ from, to }: RowWindow, count: number): RowWindow => {
  const end = Math.min(count, to + windowStep)
  return { from: Math.max(from, end - windowSize), to: end }
}

export const windowAround = (index: number, count: number): RowWindow => ({
  from: Math.max(0, index - windowStep),
  to: Math.min(count, index + windowStep),
})
