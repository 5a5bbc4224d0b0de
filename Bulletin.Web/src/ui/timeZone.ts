import { ref } from 'vue'

const zoneNow = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
const zone = ref(zoneNow())

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') zone.value = zoneNow()
})

/** Call in a computed value or a render function: it is evaluated again when the page becomes visible in another time zone. */
export const followTimeZone = (): void => void zone.value
