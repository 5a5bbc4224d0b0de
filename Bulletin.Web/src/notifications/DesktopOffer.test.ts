import { afterEach, expect, test, vi } from 'vitest'
import { useDesktop } from './desktop'
import DesktopOffer from './DesktopOffer.vue'
import { notification } from './testingNotifications'
import { pageWith } from './testingPane'

afterEach(() => vi.unstubAllGlobals())

test.each([['mention', true], ['reply', true], ['direct', true], ['message', false], ['reaction', false]] as const)('after the first %s, notifications of the system are offered: %s', async (kind, isOffered) => {
  const { personal, place, mount, unmount } = await pageWith(DesktopOffer)
  vi.spyOn(useDesktop(), 'isUndecided', 'get').mockReturnValue(true)
  vi.spyOn(personal, 'latestNotifications', 'get').mockReturnValue([notification(1, { kind })])
  mount()
  expect(place.querySelector('.offer') !== null).toBe(isOffered)
  unmount()
})
