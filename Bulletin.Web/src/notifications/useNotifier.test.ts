import { defineComponent } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Notification } from '../api/types'
import { useToasts } from '../ui/toasts'
import { useDesktop } from './desktop'
import { notification } from './testingNotifications'
import { pageWith } from './testingPane'
import { useNotifier } from './useNotifier'

vi.mock('./tabTurns', () => ({ createTabTurns: () => ({ take: () => undefined, claim: () => Promise.resolve(true), close: () => undefined }) }))

const endings: (() => void)[] = []
let isFocused: boolean

beforeEach(() => {
  isFocused = true
  vi.spyOn(document, 'hasFocus').mockImplementation(() => isFocused)
})
afterEach(() => {
  for (const end of endings.splice(0)) end()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** Ada's page at a path, to which notifications come. */
async function notified(path: string) {
  let tell: (one: Notification) => void = () => undefined
  const page = await pageWith(defineComponent({ setup: () => { useNotifier(); return () => null } }), path)
  vi.spyOn(page.personal, 'whenNotified').mockImplementation((listen) => {
    tell = listen
    return () => undefined
  })
  vi.spyOn(page.personal, 'latestNotifications', 'get').mockReturnValue([notification(1)])
  const show = vi.spyOn(useDesktop(), 'show').mockResolvedValue()
  const on = vi.spyOn(useDesktop(), 'isOn', 'get').mockReturnValue(true)
  page.mount()
  endings.push(page.unmount)
  return { ...page, tell: (one: Notification) => tell(one), show, on, toasts: () => useToasts().toasts }
}

test('a notification of another topic is shown in the page, and leads there', async () => {
  const { tell, toasts, router } = await notified('/topics/coffee')
  tell(notification(1))
  expect(toasts().map(({ text }) => text)).toEqual(['ben mentioned you in tea'])
  toasts()[0]?.action?.run()
  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/topics/tea/1'))
})

test('nobody is told of what they are looking at', async () => {
  const { tell, toasts } = await notified('/topics/tea')
  tell(notification(1))
  expect(toasts()).toEqual([])
})

test('at most three are shown in the page at once', async () => {
  const { tell, toasts } = await notified('/topics')
  for (const id of [1, 2, 3, 4]) tell(notification(id))
  expect(toasts()).toHaveLength(3)
})

test('what has been read already is not told', async () => {
  const { tell, toasts } = await notified('/topics')
  tell(notification(1, { readAt: notification(1).createdAt }))
  expect(toasts()).toEqual([])
})

test('the system tells of it if the page is not in front, even of the open topic', async () => {
  isFocused = false
  const { tell, show } = await notified('/topics/tea')
  tell(notification(1))
  await vi.waitFor(() => expect(show).toHaveBeenCalledOnce())
  expect(show.mock.calls[0]?.[0]).toEqual({ title: 'ben mentioned you in tea', body: 'line 1', tag: 'tea', path: '/topics/tea/1' })
})

test('the system tells of nothing while the page is in front', async () => {
  const { tell, show } = await notified('/topics')
  tell(notification(2))
  isFocused = false
  globalThis.dispatchEvent(new Event('blur'))
  tell(notification(1))
  await vi.waitFor(() => expect(show).toHaveBeenCalled())
  expect(show.mock.calls.map(([{ path }]) => path)).toEqual(['/topics/tea/1'])
})

test('the system tells of nothing that was read meanwhile', async () => {
  isFocused = false
  const { tell, show, personal } = await notified('/topics')
  vi.spyOn(personal, 'latestNotifications', 'get').mockReturnValue([notification(1, { readAt: notification(1).createdAt }), notification(2)])
  tell(notification(1))
  tell(notification(2))
  await vi.waitFor(() => expect(show).toHaveBeenCalled())
  expect(show.mock.calls.map(([{ path }]) => path)).toEqual(['/topics/tea/2'])
})

test('the choice that the service worker hears of leads to the message', async () => {
  const worker = new EventTarget()
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: worker })
  const { router } = await notified('/topics')
  worker.dispatchEvent(new MessageEvent('message', { data: { open: '/topics/tea/4' } }))
  await vi.waitFor(() => expect(router.currentRoute.value.fullPath).toBe('/topics/tea/4'))
  Reflect.deleteProperty(navigator, 'serviceWorker')
})
