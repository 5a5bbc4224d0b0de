import { computed } from 'vue'
import { followTimeZone } from './timeZone'

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' })
const nearDays = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** A format keeps the time zone it was created in, so it is created again when the zone changes. */
function format(options: Intl.DateTimeFormatOptions) {
  const current = computed(() => {
    followTimeZone()
    return new Intl.DateTimeFormat(undefined, options)
  })
  return (time: number): string => current.value.format(time)
}

const clock = format({ timeStyle: 'short' })
const exact = format({ dateStyle: 'full', timeStyle: 'medium' })
const dayAndMonth = format({ day: 'numeric', month: 'short' })
const date = format({ dateStyle: 'medium' })
const dateInWords = format({ dateStyle: 'long' })
const weekday = format({ weekday: 'long', day: 'numeric', month: 'long' })
const fullDay = format({ dateStyle: 'full' })

const minute = 60_000
const day = 24 * 60 * minute

/** The midnight before a time. */
export function startOfDay(time: number): number {
  followTimeZone()
  return new Date(time).setHours(0, 0, 0, 0)
}

const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()

export const clockTime = (at: string): string => clock(Date.parse(at))
export const longDate = (at: string): string => dateInWords(Date.parse(at))
export const exactTime = (at: string): string => exact(Date.parse(at))

/** A text from the server with its timestamps in the reader's time zone. What is not a date stays as it is. */
export const localTimes = (text: string): string =>
  text.replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)/g, (at) => (Number.isNaN(Date.parse(at)) ? at : exactTime(at)))

/** Relative time for a list: minutes, hours and days, then the date. */
export function timeAgo(at: string, now: number): string {
  const time = Date.parse(at)
  const passed = now - time
  if (passed < minute) return relative.format(0, 'second')
  if (passed < 60 * minute) return relative.format(-Math.floor(passed / minute), 'minute')
  if (passed < day) return relative.format(-Math.floor(passed / (60 * minute)), 'hour')
  if (passed < 7 * day) return relative.format(-Math.floor(passed / day), 'day')
  return (sameYear(time, now) ? dayAndMonth : date)(time)
}

/** A day as a heading: today, yesterday, or its date. */
export function dayName(at: string, now: number): string {
  const time = Date.parse(at)
  const days = Math.round((startOfDay(now) - startOfDay(time)) / day)
  if (days === 0 || days === 1) {
    const name = nearDays.format(-days, 'day')
    return name.charAt(0).toLocaleUpperCase() + name.slice(1)
  }
  return (sameYear(time, now) ? weekday : fullDay)(time)
}
