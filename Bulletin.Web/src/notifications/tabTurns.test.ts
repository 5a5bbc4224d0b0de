import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTabTurns } from './tabTurns'

/** A lock as the tabs of a browser share it. */
let line: Promise<unknown>
const tabs: { close: () => void }[] = []

beforeEach(() => {
  line = Promise.resolve()
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request: (_: string, work: () => Promise<unknown>) => (line = line.then(work)) } })
})
afterEach(() => { for (const tab of tabs.splice(0)) tab.close() })

function tab() {
  const turns = createTabTurns(50, 50)
  tabs.push(turns)
  return turns
}

test('one of several tabs tells of something', async () => {
  const claims = await Promise.all([tab(), tab(), tab()].map((turns) => turns.claim('ada/1')))
  expect(claims.filter(Boolean)).toHaveLength(1)
})

test('no tab tells of what the tab in front tells of', async () => {
  const [front, other] = [tab(), tab()]
  const claimed = other.claim('ada/1')
  front.take('ada/1')
  expect(await claimed).toBe(false)
})

test('the next thing is told again', async () => {
  const turns = tab()
  await turns.claim('ada/1')
  expect(await turns.claim('ada/2')).toBe(true)
})

test('what somebody else is told of is another thing', async () => {
  const turns = tab()
  await turns.claim('ada/1')
  expect(await turns.claim('ben/1')).toBe(true)
})
