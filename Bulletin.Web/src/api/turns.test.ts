import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Turns } from './turns'

let seed: number

beforeEach(() => {
  seed = 1
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.spyOn(Math, 'random').mockImplementation(() => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  for (const tab of open.splice(0)) tab.turns.reset()
})

const open: Tab[] = []

class Tab {
  attempts = 0
  reaches = false
  frozen = false
  readonly turns = new Turns(() => this.attempt())

  constructor() {
    open.push(this)
  }

  attempt(): void {
    this.attempts++
    this.turns.trying()
    if (this.frozen) return
    if (this.reaches) this.turns.reached()
    else this.turns.wait()
  }
}

const arrived = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

/** Advances the time, and delivers the messages between tabs meanwhile. */
async function pass(milliseconds: number): Promise<void> {
  for (let passed = 0; passed < milliseconds; passed += 5) {
    vi.advanceTimersByTime(5)
    await arrived()
  }
}

const sum = (tabs: Tab[]) => tabs.reduce((total, tab) => total + tab.attempts, 0)

test.each([1, 2, 5])('while the server is away, %d tabs try about as often as one', async (count) => {
  const tabs = Array.from({ length: count }, () => new Tab())
  for (const tab of tabs) tab.turns.wait()
  await pass(60_000)
  expect(sum(tabs)).toBeGreaterThanOrEqual(9)
  // The most attempts of one tab, if jitter always gives it the shortest delays.
  expect(sum(tabs)).toBeLessThanOrEqual(15)
})

test('once one tab gets through, the others follow within half a second', async () => {
  const tabs = [new Tab(), new Tab(), new Tab()]
  for (const tab of tabs) tab.turns.wait()
  await pass(30_000)
  for (const tab of tabs) tab.reaches = true
  const before = tabs.map((tab) => tab.attempts)
  tabs[0]?.attempt()
  await arrived()
  await pass(500)
  expect(tabs.map((tab, index) => tab.attempts - (before[index] ?? 0))).toEqual([1, 1, 1])
  await pass(20_000)
  expect(tabs.map((tab, index) => tab.attempts - (before[index] ?? 0))).toEqual([1, 1, 1])
})

test('a tab that is closed or frozen while it tries holds up nobody', async () => {
  const [first, second] = [new Tab(), new Tab()]
  second.turns.wait()
  first.frozen = true
  first.attempt()
  await arrived()
  await pass(10_000)
  expect(second.attempts).toBeGreaterThan(1)
})

test('a tab that wants no line heeds nothing', async () => {
  const [idle, other] = [new Tab(), new Tab()]
  idle.turns.wait()
  idle.turns.reset()
  other.reaches = true
  other.attempt()
  await arrived()
  idle.turns.soon()
  await pass(20_000)
  expect(idle.attempts).toBe(0)
})
