import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTabTurns } from './tabTurns'

/** A lock as the tabs of a browser share it. */
let line: Promise<unknown>
const tabs: { close: () => void }[] = []

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  line = Promise.resolve()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (_: string, work: () => Promise<unknown>) => (line = line.then(work)) } })
})
afterEach(() => {
  vi.useRealTimers()
  for (const tab of tabs.splice(0)) tab.close()
})

function tab() {
  const turns = createTabTurns()
  tabs.push(turns)
  return turns
}

/** The messages between tabs were delivered. */
const arrived = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

/** Lets the tabs wait, with the messages between them delivered meanwhile, until they are done. */
async function outcome<T>(work: Promise<T>): Promise<T> {
  let isDone = false
  void work.finally(() => (isDone = true))
  while (!isDone) {
    await arrived()
    vi.advanceTimersByTime(50)
  }
  return work
}

test('one of several tabs tells of something', async () => {
  const claims = await outcome(Promise.all([tab(), tab(), tab()].map((turns) => turns.claim('ada/1'))))
  expect(claims.filter(Boolean)).toHaveLength(1)
})

test('no tab tells of what the tab in front tells of', async () => {
  const [front, other] = [tab(), tab()]
  const claimed = other.claim('ada/1')
  front.take('ada/1')
  expect(await outcome(claimed)).toBe(false)
})

test('the next thing is told again', async () => {
  const turns = tab()
  await outcome(turns.claim('ada/1'))
  expect(await outcome(turns.claim('ada/2'))).toBe(true)
})

test('what somebody else is told of is another thing', async () => {
  const turns = tab()
  await outcome(turns.claim('ada/1'))
  expect(await outcome(turns.claim('ben/1'))).toBe(true)
})
