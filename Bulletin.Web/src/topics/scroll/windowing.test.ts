import { expect, test } from 'vitest'
import { endWindow, slideDown, slideUp, windowSizeFor } from './windowing'

const size = windowSizeFor(700)

test('a window slides over ten thousand rows and never holds more than it may', () => {
  let span = endWindow(10_000)
  const seen = new Set<number>()
  while (span.from > 0) {
    const before = span
    span = slideUp(span, size)
    expect(span.to - span.from).toBeLessThanOrEqual(size)
    // The row at the top of the viewport is still there, with rows above it.
    expect(span.from).toBeLessThan(before.from)
    expect(span.to).toBeGreaterThan(before.from + 1)
    seen.add(span.from)
  }
  while (span.to < 10_000) span = slideDown(span, 10_000, size)
  expect(span.to).toBe(10_000)
  expect(span.to - span.from).toBeLessThanOrEqual(size)
})

test('a high screen gets more rows, so that the lowest of them still fill it three times', () => {
  expect(windowSizeFor(0)).toBe(80)
  expect(windowSizeFor(2_160) * 27).toBeGreaterThanOrEqual(3 * 2_160)
})
