import { computed } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import { message } from '../../testing'
import { clockTime } from '../../ui/times'
import { timelineOf } from './timeline'

beforeEach(() => {
  const home = process.env['TZ']
  return () => {
    if (home === undefined) delete process.env['TZ']
    else process.env['TZ'] = home
  }
})

/** Node applies a changed time zone at once, like a browser on a device that has travelled. */
function travelTo(zone: string): void {
  process.env['TZ'] = zone
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
  document.dispatchEvent(new Event('visibilitychange'))
}

test('times and days on the page follow the device into another time zone', () => {
  const [late, later] = ['2026-01-05T22:30:00.000Z', '2026-01-05T23:30:00.000Z']
  const shown = computed(() => clockTime(late))
  const rows = computed(() => timelineOf([message(1, { createdAt: late }), message(2, { createdAt: later })], [], 'ada', null))
  for (const [timeZone, days] of [['Europe/Berlin', 2], ['Pacific/Auckland', 1], ['Asia/Kolkata', 1], ['Europe/Berlin', 2]] as const) {
    travelTo(timeZone)
    expect(shown.value).toBe(new Intl.DateTimeFormat(undefined, { timeStyle: 'short', timeZone }).format(Date.parse(late)))
    expect(rows.value.filter(({ kind }) => kind === 'day')).toHaveLength(days)
  }
})
