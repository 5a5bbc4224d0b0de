import { expect, test } from 'vitest'
import { endWindow, slideDown, slideUp, windowSize } from './windowing'

test('a window slides over ten thousand rows and never holds more than it may', () => {
  let span = endWindow(10_000)
  const seen = new Set<number>()
  while (span.from > 0) {
    const before = span
    span = slideUp(span)
    expect(span.to - span.from).toBeLessThanOrEqual(windowSize)
    // What was in sight at the top is still there, with something above it.
    expect(span.from).toBeLessThan(before.from)
    expect(span.to).toBeGreaterThan(before.from + 1)
    seen.add(span.from)
  }
  while (span.to < 10_000) span = slideDown(span, 10_000)
  expect(span.to).toBe(10_000)
  expect(span.to - span.from).toBeLessThanOrEqual(windowSize)
})
