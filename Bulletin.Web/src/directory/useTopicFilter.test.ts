import { createPinia, setActivePinia } from 'pinia'
import { effectScope, ref, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { useSession } from '../accounts/session'
import { direct, user } from '../testing'
import { useDirectory } from './directory'
import { named, searchableDirectory, settle } from './testingSearch'
import { titleMatches, useTopicFilter } from './useTopicFilter'

const scopes: EffectScope[] = []
let server: Awaited<ReturnType<typeof searchableDirectory>>

beforeEach(async () => {
  setActivePinia(createPinia())
  server = await searchableDirectory()
  return server.end
})
afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
})

async function filtering(words: string) {
  const query = ref('')
  const scope = effectScope()
  const filter = scope.run(() => useTopicFilter(query))
  if (!filter) throw new Error('no scope')
  scopes.push(scope)
  query.value = words
  await settle()
  return { ...server, filter, query, names: () => filter.found.value.map(({ name }) => name) }
}

test('a search is under way until its answer is there', async () => {
  const { filter, query, asked, answer, names } = await filtering('tea')
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
  const { filter, asked, answer, names } = await filtering('tea')
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

test('a direct conversation is found by the names of the others', () => {
  const matches = titleMatches('okri', useDirectory().titleOf)
  const called = (name: string) => ({ ...user(name), displayName: `${name} Okri` })
  expect(matches(direct('d', user('ada'), called('ben')))).toBe(true)
  expect(matches(direct('d', called('ada'), user('ben')))).toBe(false)
  expect(useSession().user?.id).toBe('ada')
})

test('a topic that is removed goes from what was found, too', async () => {
  const { answer, names } = await filtering('tea')
  await answer({ items: [named('deep', 'Tea')], next: null })
  useDirectory().drop('deep')
  expect(names()).toEqual([])
})

test('a topic that came back and is removed again goes again', async () => {
  const { filter, answer, names } = await filtering('tea')
  useDirectory().drop('deep')
  void filter.goOn()
  await settle()
  await answer({ items: [], next: null })
  await answer({ items: [{ ...named('deep', 'Tea'), access: 'private' }], next: null })
  expect(names()).toEqual(['Tea'])
  useDirectory().drop('deep')
  expect(names()).toEqual([])
})
