import { h, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import type { Notification } from '../api/types'
import NotificationPane from './NotificationPane.vue'
import { notification } from './testingNotifications'
import { pageWith } from './testingPane'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const dialog = () => document.querySelector<HTMLElement>('[role=dialog]')
const rows = () => [...(dialog()?.querySelectorAll<HTMLElement>('.notification') ?? [])]
const links = () => rows().map((row) => row.querySelector('a'))
const button = (label: string) => [...(dialog()?.querySelectorAll('button') ?? [])].find(({ textContent }) => textContent?.trim() === label)

/** Ada's open pane, once the server has answered. */
async function paneOf(items: Notification[], next: Notification[] = [], path = '/topics') {
  const open = ref(true)
  const page = await pageWith(() => h(NotificationPane, { open: open.value, 'onUpdate:open': (value: boolean) => (open.value = value) }), path)
  Object.assign(page.server, { items, next })
  endings.push(page.unmount)
  page.mount()
  await vi.waitFor(() => expect(page.server.calls.length).toBeGreaterThan(0))
  await vi.waitFor(() => expect(dialog()?.textContent).not.toContain('Loading notifications'))
  await vi.waitFor(() => expect(rows()).toHaveLength(items.length))
  return { ...page, open }
}

test('notifications are listed with who did what, and the beginning of the text', async () => {
  await paneOf([notification(2, { kind: 'reply' })])
  expect(rows()[0]?.textContent).toContain('Unread: ben replied to you in tea')
  expect(rows()[0]?.querySelector('.excerpt')?.textContent).toBe('line 2')
})

test('a notification leads to its message', async () => {
  const { router, open } = await paneOf([notification(2)])
  links()[0]?.click()
  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/topics/tea/2'))
  expect(open.value).toBe(false)
})

test('a notification of the message in the address leads to it again', async () => {
  const { router } = await paneOf([notification(2)], [], '/topics/tea/2')
  const visited: string[] = []
  router.afterEach(({ fullPath }) => void visited.push(fullPath))
  links()[0]?.click()
  await vi.waitFor(() => expect(visited).toEqual(['/topics/tea', '/topics/tea/2']))
})

test('the arrow keys move through the list, which the Tab key reaches once', async () => {
  await paneOf([notification(3), notification(2), notification(1)])
  expect(links().map((link) => link?.tabIndex)).toEqual([0, -1, -1])
  links()[0]?.focus()
  links()[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }))
  await nextTick()
  expect(document.activeElement).toBe(links()[1])
  expect(links().map((link) => link?.tabIndex)).toEqual([-1, 0, -1])
})

test('who has none is told what will be here', async () => {
  await paneOf([])
  await vi.waitFor(() => expect(dialog()?.textContent).toContain('You will see one here when somebody mentions you'))
})

test('only the unread ones can be shown', async () => {
  await paneOf([notification(2, { readAt: notification(2).createdAt }), notification(1)])
  expect(rows()).toHaveLength(2)
  const field = dialog()?.querySelector<HTMLInputElement>('[role=switch]')
  field?.click()
  await vi.waitFor(() => expect(rows()).toHaveLength(1))
  expect(rows()[0]?.textContent).toContain('line 1')
})

test('there is more than the first page', async () => {
  await paneOf([notification(9)], [notification(3)])
  button('Show more')?.click()
  await vi.waitFor(() => expect(rows()).toHaveLength(2))
  expect(button('Show more')).toBeUndefined()
})

test('a list that cannot be loaded says so, and can be loaded again', async () => {
  const { server } = await paneOf([])
  server.isDown = true
  dialog()?.querySelector<HTMLInputElement>('[role=switch]')?.click()
  await vi.waitFor(() => expect(dialog()?.querySelector('[role=alert]')?.textContent).toContain('Try later.'))
  server.isDown = false
  server.items = [notification(1)]
  button('Try again')?.click()
  await vi.waitFor(() => expect(rows()).toHaveLength(1))
})

test('the actor’s name is on a card', async () => {
  await paneOf([notification(2)])
  rows()[0]?.querySelector<HTMLButtonElement>('.face')?.click()
  await vi.waitFor(() => expect(document.querySelector('.person-card')?.getAttribute('aria-label')).toBe('About ben'))
})
