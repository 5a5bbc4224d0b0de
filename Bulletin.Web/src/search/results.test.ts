import { nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useDirectory } from '../directory/directory'
import { useSearchResults } from './results'
import { hit, searchPage } from './testingSearch'

afterEach(() => {
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** A server with two pages of results. */
async function resultsOf() {
  const { server } = await searchPage({ render: () => null })
  server.pages.set('', { items: [hit(2, 'the kettle', 'kettle')], next: 'farther' }).set('farther', { items: [hit(1, 'a kettle', 'kettle', 'front')], next: null })
  const results = useSearchResults()
  return { server, results, seqs: () => results.items.map(({ message }) => message.seq) }
}

test('a search is made in the time zone of the user', async () => {
  const { server, results } = await resultsOf()
  await results.search('kettle after:2026-01-31')
  expect(Object.fromEntries(server.searches[0] ?? [])).toEqual({ query: 'kettle after:2026-01-31', timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone, limit: '20' })
})

test('what is shown already is not searched for again', async () => {
  const { server, results, seqs } = await resultsOf()
  await results.show('kettle')
  await results.show('kettle')
  expect([server.searches.length, seqs()]).toEqual([1, [2]])
})

test('further results follow those that are shown', async () => {
  const { server, results, seqs } = await resultsOf()
  await results.search('kettle')
  await results.loadMore()
  expect(server.searches.map((asked) => asked.get('cursor'))).toEqual([null, 'farther'])
  expect([seqs(), results.next]).toEqual([[2, 1], null])
  await results.loadMore()
  expect(server.searches).toHaveLength(2)
})

test('a page that failed is asked for again, and what is shown stays', async () => {
  const { server, results, seqs } = await resultsOf()
  await results.search('kettle')
  server.refusal = { status: 503 }
  await results.loadMore()
  expect([results.status, results.failure?.detail, seqs()]).toEqual(['failed', 'Try later.', [2]])
  delete server.refusal
  await results.retry()
  expect([results.status, seqs()]).toEqual(['done', [2, 1]])
})

test('a search that is refused shows no results of the one before', async () => {
  const { server, results, seqs } = await resultsOf()
  await results.search('kettle')
  server.refusal = { status: 400, errors: { query: ['Must have a day.'] } }
  await results.search('before:')
  expect([results.status, results.failure?.errors['query'], seqs()]).toEqual(['failed', ['Must have a day.'], []])
})

test('the answer to an earlier search does not count', async () => {
  const { server, results } = await resultsOf()
  const first = results.search('kettle')
  server.pages.set('', { items: [hit(9, 'a cup', 'cup')], next: null })
  const second = results.search('cup')
  await Promise.all([first, second])
  expect([results.query, results.items.map(({ message }) => message.text)]).toEqual(['cup', ['a cup']])
})

test('what the user may no longer see leaves the results', async () => {
  const { results, seqs } = await resultsOf()
  await results.search('kettle')
  await results.loadMore()
  useDirectory().drop('tea')
  expect(seqs()).toEqual([1])
})

test('nothing is left for whoever logs in next', async () => {
  const { results, seqs } = await resultsOf()
  await results.search('kettle')
  useSession().user = null
  await nextTick()
  expect([results.query, results.status, seqs()]).toEqual(['', 'idle', []])
})
