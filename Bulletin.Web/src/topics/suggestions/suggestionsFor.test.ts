import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { user } from '../../testing'
import { suggestionsFor } from './suggestionsFor'

beforeEach(() => {
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: [user('alan'), user('allie')], next: null })))
})
afterEach(() => vi.unstubAllGlobals())

const namesFor = async (query: string) => (await suggestionsFor({ kind: 'person', query, from: 0, to: query.length + 1 })).map(({ name }) => name)

test('everybody is offered after the people', async () => {
  expect(await namesFor('al')).toEqual(['alan', 'allie', 'all'])
})

test('everybody comes first for whoever types it in full', async () => {
  expect(await namesFor('All')).toEqual(['all', 'alan', 'allie'])
})

test('everybody is not offered for another name', async () => {
  expect(await namesFor('alan')).toEqual(['alan', 'allie'])
})
