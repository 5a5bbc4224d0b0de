import { expect, test } from 'vitest'
import { exactTime, localTimes } from './times'

test('timestamps in a text are shown in local time, and what is not a date stays', () => {
  expect(localTimes('Suspended until 2026-03-01T10:00:00Z.')).toBe(`Suspended until ${exactTime('2026-03-01T10:00:00Z')}.`)
  expect(localTimes('Back at 2026-13-45T99:99Z')).toBe('Back at 2026-13-45T99:99Z')
})
