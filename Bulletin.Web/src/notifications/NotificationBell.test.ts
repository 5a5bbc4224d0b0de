import { afterEach, expect, test, vi } from 'vitest'
import NotificationBell from './NotificationBell.vue'
import { pageWith } from './testingPane'

afterEach(() => vi.unstubAllGlobals())

test.each([[0, 'Notifications'], [3, 'Notifications, 3 unread'], [99, 'Notifications, 99+ unread']])('with %i unread notifications the bell is called “%s”', async (count, name) => {
  const { personal, place, mount, unmount } = await pageWith(NotificationBell)
  vi.spyOn(personal, 'unreadNotifications', 'get').mockReturnValue(count)
  mount()
  expect(place.querySelector('button')?.getAttribute('aria-label')).toBe(name)
  unmount()
})
