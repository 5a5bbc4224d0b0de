import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { usePersonal } from '../personal/personal'
import { state } from '../personal/testingPersonal'
import { topic, user } from '../testing'
import { useDirectory } from './directory'

const pageSize = 3
let listed: string[]

/** Topics by activity: the first is the most recent. */
const entry = (name: string) => topic(name, { lastActivityAt: new Date(Date.UTC(2026, 0, 5, 9, Number(name.slice(1)))).toISOString() })
const names = () => useDirectory().topics.map(({ id }) => id)

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  listed = ['t9', 't8', 't7', 't6', 't5', 't4', 't3', 't2', 't1']
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const query = new URL(url).searchParams
    const ids = query.get('ids')?.split(',')
    if (ids) return Promise.resolve(Response.json({ items: ids.map((id) => ({ ...state(id, { pinned: true }), topic: entry(id) })), next: null }))
    const after = query.get('cursor')
    const from = after === null ? 0 : listed.findIndex((name) => Number(name.slice(1)) < Number(after.slice(1)))
    const items = from < 0 ? [] : listed.slice(from, from + pageSize)
    const last = items.at(-1)
    return Promise.resolve(Response.json({ items: items.map(entry), next: last && last !== listed.at(-1) ? last : null }))
  })
})
afterEach(() => void vi.unstubAllGlobals())

test('a list that was shown whole is still whole when it is asked for anew', async () => {
  const directory = useDirectory()
  await directory.load()
  await directory.loadMore()
  await directory.loadMore()
  expect(directory.next).toBeNull()
  listed.unshift('t11', 't10')
  await directory.load()
  expect(names()).toEqual(listed)
  expect(directory.next).toBeNull()
})

test('what became active in a long absence can be reached, and each press of the button shows something new', async () => {
  const directory = useDirectory()
  await directory.load()
  await directory.loadMore()
  listed.unshift('t14', 't13', 't12', 't11', 't10')
  await directory.load()
  expect(names()).toEqual(['t14', 't13', 't12', 't9', 't8', 't7', 't6', 't5', 't4'])
  await directory.loadMore()
  expect(names()).toEqual(listed.slice(0, 11))
  await directory.loadMore()
  expect(names()).toEqual(listed.slice(0, 12))
  await directory.loadMore()
  expect(names()).toEqual(listed)
  expect(directory.next).toBeNull()
})

test('a pinned topic is listed, however far down it is', async () => {
  const directory = useDirectory()
  await directory.load()
  usePersonal().adopt(state('t2', { pinned: true }))
  await vi.waitFor(() => expect(names()).toEqual(['t9', 't8', 't7', 't2']))
  expect(directory.next).toBe('t7')
})
