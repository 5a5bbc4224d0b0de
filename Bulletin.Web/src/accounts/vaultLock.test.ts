import { beforeEach, expect, test, vi } from 'vitest'
import { withLock } from './vaultLock'

/** The storage that all tabs share. */
const disk = new Map<string, unknown>()

vi.mock('./vaultDatabase', () => ({
  changeValue: async (key: string, change: (held: unknown) => unknown) => {
    const next = change(disk.get(key))
    if (next !== undefined) disk.set(key, next)
    return next !== undefined
  },
}))

let log: string[]

beforeEach(() => {
  log = []
  disk.clear()
  vi.useFakeTimers()
  // As on plain http: a browser without Web Locks.
  vi.stubGlobal('navigator', {})
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})

/** The work of a tab, which runs until the test ends it. */
function work(tab: string) {
  let end: () => void = () => undefined
  let fail: (reason: Error) => void = () => undefined
  const over = new Promise<void>((resolve, reject) => ([end, fail] = [resolve, reject]))
  const done = withLock('session', async () => {
    log.push(`${tab} begins`)
    await over.finally(() => log.push(`${tab} ends`))
  })
  return { done, end, fail }
}

const later = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

test('without Web Locks, the tabs of a browser do the same work one after the other', async () => {
  const first = work('first')
  const second = work('second')
  await later(5_000)
  expect(log).toEqual(['first begins'])
  first.end()
  await later(50)
  expect(log).toEqual(['first begins', 'first ends', 'second begins'])
  second.end()
  await later(0)
  await Promise.all([first.done, second.done])
})

test('work under another name does not wait', async () => {
  work('first')
  await later(0)
  await expect(withLock('other', () => Promise.resolve('done'))).resolves.toBe('done')
})

test('work that fails lets the next begin', async () => {
  const first = work('first')
  const refused = expect(first.done).rejects.toThrow('no network')
  await later(0)
  first.fail(new Error('no network'))
  await refused
  work('second')
  await later(0)
  expect(log).toEqual(['first begins', 'first ends', 'second begins'])
})

test('a tab that is gone holds the others up for fifteen seconds', async () => {
  work('gone')
  work('second')
  await later(14_900)
  expect(log).toEqual(['gone begins'])
  await later(150)
  expect(log).toEqual(['gone begins', 'second begins'])
})

test('a tab that took too long does not give back what is another\'s by now', async () => {
  const slow = work('slow')
  const second = work('second')
  await later(15_050)
  slow.end()
  await later(0)
  work('third')
  await later(1_000)
  expect(log).toEqual(['slow begins', 'second begins', 'slow ends'])
  second.end()
  await later(50)
  expect(log.at(-1)).toBe('third begins')
})

test('with Web Locks, the browser says whose turn it is', async () => {
  const request = vi.fn((_: string, asked: () => Promise<unknown>) => asked())
  vi.stubGlobal('navigator', { locks: { request } })
  await expect(withLock('session', () => Promise.resolve('done'))).resolves.toBe('done')
  expect(request).toHaveBeenCalledWith('session', expect.any(Function))
  expect(disk.size).toBe(0)
})
