const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'narrow' })
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' })
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const dateInWords = new Intl.DateTimeFormat(undefined, { dateStyle: 'long' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const fullDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' })
const nearDays = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

const minute = 60_000
const day = 24 * 60 * minute
const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()

export const clockTime = (at: string): string => clock.format(Date.parse(at))
export const longDate = (at: string): string => dateInWords.format(Date.parse(at))
export const exactTime = (at: string): string => exact.format(Date.parse(at))

/** How long ago, for a list: minutes, hours and days, then the date. */
export function timeAgo(at: string, now: number): string {
  const time = Date.parse(at)
  const passed = now - time
  if (passed < minute) return relative.format(0, 'second')
  if (passed < 60 * minute) return relative.format(-Math.floor(passed / minute), 'minute')
  if (passed < day) return relative.format(-Math.floor(passed / (60 * minute)), 'hour')
  if (passed < 7 * day) return relative.format(-Math.floor(passed / day), 'day')
  return (sameYear(time, now) ? dayAndMonth : date).format(time)
}

/** A day as a heading: today, yesterday, or its date. */
export function dayName(at: string, now: number): string {
  const time = Date.parse(at)
  const days = Math.round((midnight(now) - midnight(time)) / day)
  if (days === 0 || days === 1) {
    const name = nearDays.format(-days, 'day')
    return name.charAt(0).toLocaleUpperCase() + name.slice(1)
  }
  return (sameYear(time, now) ? weekday : fullDay).format(time)
}
