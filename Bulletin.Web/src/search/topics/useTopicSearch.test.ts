import { effectScope, ref, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDirectory } from '../../directory/directory'
import { direct, topic, user } from '../../testing'
import { searchPage } from '../testingSearch'
import { useTopicSearch } from './useTopicSearch'

let scope: EffectScope | undefined
beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  scope?.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
  document.body.replaceChildren()
})

async function searching(words: string) {
  const { server } = await searchPage({ render: () => null })
  const query = ref<string | null>(null)
  scope = effectScope()
  const search = scope.run(() => useTopicSearch(() => query.value))
  if (!search) throw new Error('no scope')
  query.value = words
  const names = () => search.found.value.map(useDirectory().titleOf)
  return { server, query, names, settle: () => vi.advanceTimersByTimeAsync(300), ...search }
}

test('the best come first, whatever was active last', async () => {
  const { server, names, settle } = await searching('tea')
  server.farther = [topic('later', { name: 'All about tea', lastActivityAt: '2026-02-01T00:00:00Z' })]
  expect(names()).toEqual(['Tea club'])
  await settle()
  expect(names()).toEqual(['Tea club', 'All about tea'])
})

test('words are found in any order, whatever their case and accents', async () => {
  const { names } = await searching('CLÜB tea')
  expect(names()).toEqual(['Tea club'])
})

test('what only the server finds counts for that query alone', async () => {
  const { server, query, names, settle } = await searching('tee')
  server.farther = [topic('other', { name: 'Hot drinks' })]
  await settle()
  expect(names()).toEqual(['Hot drinks'])
  query.value = 'teex'
  expect(names()).toEqual([])
})

test('a conversation is found by the names of the others', async () => {
  const { server, names } = await searching('okri')
  server.listed.push(direct('d', user('ada'), { ...user('ben'), displayName: 'Ben Okri' }))
  await useDirectory().load()
  expect(names()).toEqual(['Ben Okri'])
})

test('a topic that is removed goes from what was found, too', async () => {
  const { server, names, settle } = await searching('far')
  server.farther = [topic('far', { name: 'Far away' })]
  await settle()
  expect(names()).toEqual(['Far away'])
  useDirectory().drop('far')
  expect(names()).toEqual([])
})
