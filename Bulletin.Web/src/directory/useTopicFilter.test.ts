import { createPinia, setActivePinia } from 'pinia'
import { createMemoryHistory, createRouter } from 'vue-router'
import { createApp, effectScope, ref, type App, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTokens } from '../api/client'
import type { Page, Topic } from '../api/types'
import { useSession } from '../accounts/session'
import { topic, user } from '../testing'
import { useDirectory } from './directory'
import TopicDirectory from './TopicDirectory.vue'
import { useTopicFilter } from './useTopicFilter'

/** Longer than the pause before a search. */
const settle = () => vi.advanceTimersByTimeAsync(200)

/** The server at the edge: it answers a search when the test says so. */
const asked: URLSearchParams[] = []
const answers: ((page: Page<Topic> | null) => void)[] = []
const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } })
const named = (id: string, name: string) => topic(id, { name })
const scopes: (EffectScope | { stop: () => void })[] = []
let pinia = createPinia()

beforeEach(async () => {
  pinia = createPinia()
  setActivePinia(pinia)
  vi.useFakeTimers()
  asked.length = answers.length = 0
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const query = new URL(url).searchParams
    if (!query.has('query')) return Promise.resolve(json({ items: [named('near', 'Budget review')], next: 'further down' }))
    asked.push(query)
    return new Promise((resolve, reject) => answers.push((page) => (page ? resolve(json(page)) : reject(new TypeError('no line')))))
  })
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  await useDirectory().load()
  return () => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
})
afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
  document.body.replaceChildren()
})

async function filtering(words: string) {
  const query = ref('')
  const scope = effectScope()
  const filter = scope.run(() => useTopicFilter(query))
  if (!filter) throw new Error('no scope')
  scopes.push(scope)
  query.value = words
  await settle()
  const answer = async (page: Page<Topic> | null) => {
    answers.shift()?.(page)
    await settle()
  }
  return { filter, query, answer, names: () => filter.found.value.map(({ name }) => name) }
}

test('a search is under way until its answer is there', async () => {
  const { filter, query, answer, names } = await filtering('tea')
  expect([filter.status.value, names()]).toEqual(['searching', []])
  await answer({ items: [named('deep', 'Tea')], next: null })
  expect([filter.status.value, names()]).toEqual(['done', ['Tea']])
  query.value = ''
  await settle()
  expect([filter.status.value, asked.length]).toEqual(['done', 1])
})

test('a search that failed says so, and can be tried again', async () => {
  const { filter, answer, names } = await filtering('tea')
  await answer(null)
  expect(filter.status.value).toBe('failed')
  void filter.goOn()
  await settle()
  await answer({ items: [named('deep', 'Tea')], next: null })
  expect([filter.status.value, names()]).toEqual(['done', ['Tea']])
})

test('a search goes on to its next page', async () => {
  const { filter, answer, names } = await filtering('tea')
  await answer({ items: [], next: 'a cursor' })
  expect([filter.hasMore.value, names()]).toEqual([true, []])
  void filter.goOn()
  await settle()
  await answer({ items: [named('deep', 'Tea')], next: null })
  expect(asked.map((query) => query.get('cursor'))).toEqual([null, 'a cursor'])
  expect([filter.hasMore.value, names()]).toEqual([false, ['Tea']])
})

test('the answer to words that were changed since does not count', async () => {
  const { filter, query, answer, names } = await filtering('tea')
  query.value = 'coffee'
  await settle()
  await answer({ items: [named('deep', 'Tea')], next: null })
  expect([filter.status.value, names()]).toEqual(['searching', []])
})

test('words are found in any order, whatever their case', async () => {
  const { names } = await filtering(' REVIEW budget')
  expect(names()).toEqual(['Budget review'])
})

test('words are found whatever their accents', async () => {
  const { names } = await filtering('Büdget re\u0301view')
  expect(names()).toEqual(['Budget review'])
})

test('the list says what is under way, what failed, and that there is more', async () => {
  const place = document.body.appendChild(document.createElement('div'))
  const app: App = createApp(TopicDirectory)
  app.use(pinia).use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:topicId?', name: 'topic', component: { render: () => null } }] })).mount(place)
  scopes.push({ stop: () => app.unmount() })
  const field = place.querySelector('input')
  if (!field) throw new Error('no field')
  field.value = 'tea'
  field.dispatchEvent(new Event('input'))
  const note = () => place.querySelector('.note')?.textContent?.trim() ?? ''
  const press = async (words: string) => {
    for (const button of place.querySelectorAll('button')) if (button.textContent === words) button.click()
    await settle()
  }
  const answer = async (page: Page<Topic> | null) => {
    answers.shift()?.(page)
    await settle()
  }
  await settle()
  expect(note()).toBe('Searching…')
  await answer(null)
  expect(note()).toContain('Topics cannot be searched right now.')
  await press('Try again')
  await answer({ items: [], next: 'a cursor' })
  expect(note()).toContain('No topic matches “tea” so far.')
  await press('Search further')
  await answer({ items: [], next: null })
  expect(note()).toBe('No topic matches “tea”.')
})
