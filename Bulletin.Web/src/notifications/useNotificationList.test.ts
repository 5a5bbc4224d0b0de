import { effectScope, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import type { Notification } from '../api/types'
import { notification } from './testingNotifications'
import { pageWith } from './testingPane'
import { useNotificationList } from './useNotificationList'

afterEach(() => vi.unstubAllGlobals())

/** A list of what was fetched, while the store holds what came live. */
async function listOf(items: Notification[], held: Notification[], unread = ref(2)) {
  const page = await pageWith({ render: () => null })
  page.server.items = items
  vi.spyOn(page.personal, 'latestNotifications', 'get').mockReturnValue(held)
  vi.spyOn(page.personal, 'unreadNotifications', 'get').mockImplementation(() => unread.value)
  const unreadOnly = ref(false)
  const list = effectScope().run(() => useNotificationList(() => true, () => unreadOnly.value))
  if (!list) throw new Error('no scope')
  await vi.waitFor(() => expect(list.status.value).toBe('ready'))
  return { ...page, list, ids: () => list.items.value.map(({ id }) => id) }
}

test('what has come since is above what was fetched', async () => {
  const { ids } = await listOf([notification(5), notification(4)], [notification(6), notification(5)])
  expect(ids()).toEqual([6, 5, 4])
})

test('what was withdrawn since is not listed', async () => {
  const { ids } = await listOf([notification(6), notification(5), notification(4)], [notification(6), notification(4)])
  expect(ids()).toEqual([6, 4])
})

test('all are marked as read up to the newest that is listed', async () => {
  const { server, list } = await listOf([notification(5), notification(4)], [])
  expect(await list.markAllRead()).toBe(true)
  expect(server.calls.at(-1)).toBe('PUT /notifications/read {"upTo":5}')
  expect(list.items.value.filter(({ readAt }) => readAt === null)).toEqual([])
})

test('once nothing is unread any more, no notification that is listed is', async () => {
  const count = ref(1)
  const { list } = await listOf([notification(5)], [], count)
  expect(list.items.value[0]?.readAt).toBeNull()
  count.value = 0
  await vi.waitFor(() => expect(list.items.value[0]?.readAt).not.toBeNull())
})
