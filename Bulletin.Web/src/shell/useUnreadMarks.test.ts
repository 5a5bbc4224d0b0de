import { defineComponent } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { pageWith } from '../notifications/testingPane'
import { useUnreadMarks } from './useUnreadMarks'

afterEach(() => {
  Reflect.deleteProperty(navigator, 'setAppBadge')
  vi.unstubAllGlobals()
})

async function marked(notifications: number, unreadIds: string[], path = '/topics') {
  document.head.innerHTML = '<link rel="icon" href="/icon.svg">'
  const badges: number[] = []
  Object.assign(navigator, { setAppBadge: (count: number) => Promise.resolve(badges.push(count)), clearAppBadge: () => Promise.resolve(badges.push(0)) })
  const page = await pageWith(defineComponent({ setup: () => { useUnreadMarks(); return () => null } }), path)
  vi.spyOn(page.personal, 'unreadNotifications', 'get').mockReturnValue(notifications)
  vi.spyOn(page.personal, 'unreadIds', 'get').mockReturnValue(unreadIds)
  page.mount()
  return { ...page, badges, icon: () => document.querySelector('link')?.getAttribute('href') }
}

test('unread notifications are counted in the title and on the icons', async () => {
  const { badges, icon, unmount } = await marked(3, ['tea'])
  expect([document.title, icon(), badges]).toEqual(['(3) Bulletin', '/icon-unread.svg', [3]])
  unmount()
})

test('topics with unread messages alone have a dot in the title', async () => {
  const { badges, icon, unmount } = await marked(0, ['tea'], '/settings')
  expect([document.title, icon(), badges]).toEqual(['• Settings · Bulletin', '/icon.svg', [0]])
  unmount()
})

test('no mark is left after the log-out', async () => {
  const { badges, icon, unmount } = await marked(99, [])
  expect(document.title).toBe('(99+) Bulletin')
  unmount()
  expect([document.title, icon(), badges]).toEqual(['Bulletin', '/icon.svg', [99, 0]])
})
