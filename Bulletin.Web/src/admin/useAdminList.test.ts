import { defineComponent } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { unreachable, type Result } from '../api/problem'
import type { Page } from '../api/types'
import { flushPromises, pageAt } from './testingAdmin'
import { momentOf, useAdminList, type Filters, type PageQuery } from './useAdminList'

interface Call {
  filters: Filters
  page: PageQuery
  signal: AbortSignal
}
let calls: Call[]
let answer: (call: Call) => Promise<Result<Page<string>>>
let leave: (() => void) | undefined

const pageOf = (items: string[], next: string | null): Result<Page<string>> => ({ ok: true, value: { items, next } })
const many = (first: number) => Array.from({ length: 100 }, (_, index) => `item ${first + index}`)

beforeEach(() => void (calls = []))
afterEach(() => {
  leave?.()
  vi.useRealTimers()
})

async function listAt(address: string) {
  let made: ReturnType<typeof useAdminList<string>> | undefined
  const page = defineComponent({
    setup() {
      made = useAdminList<string>({
        defaults: { query: '', sort: 'name' },
        keyOf: (item) => item,
        read: (filters, query, signal) => {
          calls.push({ filters, page: query, signal })
          return answer({ filters, page: query, signal })
        },
      })
      return () => null
    },
  })
  const { router, unmount } = await pageAt(address, page)
  leave = unmount
  await flushPromises()
  if (!made) throw new Error('no list')
  return { list: made, router }
}

test('the filters of the address are asked for, and new ones are kept in it', async () => {
  answer = async () => pageOf(['a'], null)
  const { list, router } = await listAt('/admin/users?query=ben&sort=-name')
  expect(calls.map(({ filters }) => filters)).toEqual([{ query: 'ben', sort: '-name' }])
  list.filter({ query: '', sort: 'name' })
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/admin/users')
  expect(calls.at(-1)?.filters).toEqual({ query: '', sort: 'name' })
})

test('short pages are read on by themselves until the list ends', async () => {
  answer = async ({ page }) => (page.cursor === 'two' ? pageOf(['b'], null) : page.cursor === 'one' ? pageOf([], 'two') : pageOf(['a'], 'one'))
  const { list } = await listAt('/admin/users')
  expect([list.items.value, list.status.value, list.hasMore.value]).toEqual([['a', 'b'], 'idle', false])
})

test('after many empty pages the user decides whether to search further', async () => {
  answer = async () => pageOf([], 'further')
  const { list } = await listAt('/admin/users')
  expect([list.isPaused.value, calls.length]).toEqual([true, 200])
  await list.loadMore()
  expect(calls).toHaveLength(400)
})

test('a server that asks to wait is asked again after that time, and the search goes on', async () => {
  answer = async () => pageOf([], null)
  const { list } = await listAt('/admin/users')
  vi.useFakeTimers()
  answer = async () => (calls.length === 2 ? { ok: false, failure: { ...unreachable, status: 429, retryAfter: 3 } } : pageOf(['a'], null))
  void list.load()
  await vi.advanceTimersByTimeAsync(2_900)
  expect([list.status.value, calls.length]).toEqual(['loading', 2])
  await vi.advanceTimersByTimeAsync(200)
  expect([list.status.value, calls.length, list.items.value]).toEqual(['idle', 3, ['a']])
})

test('after two seconds a search can be stopped, and taken up again where it was', async () => {
  answer = async () => pageOf([], null)
  const { list } = await listAt('/admin/users')
  vi.useFakeTimers()
  answer = async ({ page }) => (page.cursor === undefined ? pageOf(['a'], 'two') : { ok: false, failure: { ...unreachable, status: 429, retryAfter: 60 } })
  void list.load()
  await vi.advanceTimersByTimeAsync(1_900)
  expect(list.isSlow.value).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(list.isSlow.value).toBe(true)
  list.stop()
  expect([list.status.value, list.isPaused.value, list.items.value, calls.at(-1)?.signal.aborted]).toEqual(['idle', true, ['a'], true])
  await vi.advanceTimersByTimeAsync(120_000)
  expect(calls).toHaveLength(3)
  answer = async () => pageOf(['b'], null)
  await list.loadMore()
  expect([calls.at(-1)?.page.cursor, list.items.value, list.isPaused.value]).toEqual(['two', ['a', 'b'], false])
})

test('the rows of before stay until others have been found', async () => {
  answer = async () => pageOf(['old'], null)
  const { list } = await listAt('/admin/users')
  let release: (result: Result<Page<string>>) => void = () => undefined
  answer = () => new Promise((resolve) => (release = resolve))
  list.filter({ sort: '-name' })
  await flushPromises()
  expect([list.items.value, list.isStale.value]).toEqual([['old'], true])
  release(pageOf([], 'two'))
  await flushPromises()
  expect([list.items.value, list.isStale.value]).toEqual([['old'], true])
  release(pageOf(['new'], null))
  await flushPromises()
  expect([list.items.value, list.isStale.value]).toEqual([['new'], false])
})

test('a full page waits for the user, and what comes twice is shown once', async () => {
  answer = async ({ page }) => (page.cursor === undefined ? pageOf(many(0), 'two') : pageOf(['item 99', 'item 100'], null))
  const { list } = await listAt('/admin/users')
  expect([calls.length, list.hasMore.value, list.isPaused.value]).toEqual([1, true, false])
  await list.loadMore()
  expect(list.items.value).toHaveLength(101)
})

test('what was being read for other filters is aborted and never shown', async () => {
  let release: (result: Result<Page<string>>) => void = () => undefined
  answer = ({ filters }) => (filters['query'] === 'old' ? new Promise((resolve) => (release = resolve)) : Promise.resolve(pageOf(['new'], null)))
  const { list } = await listAt('/admin/users?query=old')
  list.filter({ query: 'new' })
  await flushPromises()
  release(pageOf(['old'], null))
  await flushPromises()
  expect([calls[0]?.signal.aborted, list.items.value]).toEqual([true, ['new']])
})

test('a page that failed is asked for again, and what is there stays', async () => {
  answer = async ({ page }) => (page.cursor === undefined ? pageOf(many(0), 'two') : { ok: false, failure: unreachable })
  const { list } = await listAt('/admin/users')
  await list.loadMore()
  expect([list.status.value, list.failure.value, list.items.value.length]).toEqual(['failed', unreachable, 100])
  answer = async () => pageOf(['last'], null)
  await list.loadMore()
  expect([list.status.value, calls.at(-1)?.page.cursor, list.items.value.at(-1)]).toEqual(['idle', 'two', 'last'])
})

test('the rows stay a few thousand: whoever goes on sees the next ones', async () => {
  let read = 0
  answer = async () => pageOf(many(100 * read++), 'further')
  const { list } = await listAt('/admin/users')
  while (!list.isFull.value) await list.loadMore()
  expect(list.items.value).toHaveLength(3_000)
  await list.loadMore()
  expect([list.items.value.length, list.items.value[0]]).toEqual([100, 'item 3000'])
})

test('a page that is left for another asks for nothing more', async () => {
  answer = async () => pageOf([], null)
  const { router } = await listAt('/admin/users?query=ben')
  await router.push('/admin/topics?query=tea')
  await flushPromises()
  expect(calls).toHaveLength(1)
})

test('a day begins at its midnight here, and what is no date is no filter', () => {
  expect(momentOf('2026-03-01')).toBe(new Date(2026, 2, 1).toISOString())
  expect([momentOf(''), momentOf('tomorrow'), momentOf(undefined)]).toEqual([undefined, undefined, undefined])
})
