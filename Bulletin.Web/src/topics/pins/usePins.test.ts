import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { useDirectory } from '../../directory/directory'
import { topic } from '../../testing'
import { useToasts } from '../../ui/toasts'
import { usePins } from './usePins'

beforeEach(() => {
  setActivePinia(createPinia())
  useDirectory()
  useTokens(() => Promise.resolve('a token'))
})
afterEach(() => vi.unstubAllGlobals())

const answering = (answer: () => Response) => vi.stubGlobal('fetch', () => Promise.resolve(answer()))

/** A topic as it is known here when one of its messages is pinned. */
async function pinned() {
  const known = topic('tea', { revision: 7 })
  useDirectory().topics = [known]
  answering(() => Response.json(topic('tea', { revision: 7, pins: [3] })))
  await usePins().pin('tea', 3, true)
  return known
}

test('what was pinned here is shown before the topic is updated', async () => {
  expect(usePins().pinsOf(await pinned())).toEqual([3])
})

test('the next state of the topic counts more than the answer', async () => {
  await pinned()
  expect(usePins().pinsOf(topic('tea', { revision: 7, pins: [] }))).toEqual([])
})

test('a pin that is refused says why', async () => {
  answering(() => Response.json({ code: 'too_many_pins', detail: 'This topic has 50 pins.' }, { status: 409 }))
  expect(await usePins().pin('tea', 3, true)).toBe(false)
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['The message was not pinned. This topic has 50 pins.'])
})
