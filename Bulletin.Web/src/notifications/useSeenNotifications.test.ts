import { defineComponent } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notification } from './testingNotifications'
import { pageWith } from './testingPane'
import { useSeenNotifications } from './useSeenNotifications'

let unmount: () => void = () => undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  unmount()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function lookingAt(path: string, isFocused = true) {
  vi.spyOn(document, 'hasFocus').mockReturnValue(isFocused)
  const page = await pageWith(defineComponent({ setup: () => { useSeenNotifications(); return () => null } }), path)
  unmount = page.unmount
  vi.spyOn(page.personal, 'latestNotifications', 'get').mockReturnValue([notification(1, { kind: 'reaction', emoji: '👍' })])
  const read = vi.spyOn(page.personal, 'readCovered').mockResolvedValue()
  page.mount()
  await vi.advanceTimersByTimeAsync(3_000)
  return read.mock.calls
}

test('who looks at a topic reads its notifications', async () => {
  expect(await lookingAt('/topics/tea')).toEqual([['tea']])
})

test('who looks at another topic, or at another page, does not', async () => {
  expect(await lookingAt('/topics/coffee')).toEqual([])
  unmount()
  expect(await lookingAt('/topics/tea', false)).toEqual([])
})
