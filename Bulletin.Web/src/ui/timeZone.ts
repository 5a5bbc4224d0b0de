import { ref } from 'vue'

const zoneNow = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone
const zone = ref(zoneNow())

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') zone.value = zoneNow()
})

/** Within what is computed or rendered: that it is done anew when the page comes into sight in another time zone. */
export const followTimeZone = (): void => void zone.value
