import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTokens } from '../api/client'
import { useSite } from './site'

beforeEach(() => {
  setActivePinia(createPinia())
  useTokens(() => Promise.resolve(null))
})
afterEach(() => void vi.unstubAllGlobals())

test('whoever is not logged in learns the name of the site and who may sign up, with one call', async () => {
  const fetched = vi.fn(() => Promise.resolve(Response.json({ name: 'Tea house', registration: 'invite' })))
  vi.stubGlobal('fetch', fetched)
  const site = useSite()
  expect([site.name, site.registration]).toEqual(['Bulletin', null])
  await Promise.all([site.load(), site.load()])
  expect([site.name, site.registration]).toEqual(['Tea house', 'invite'])
  expect(fetched).toHaveBeenCalledOnce()
})

test('a site that could not be asked is asked again by the next page', async () => {
  const answers = [() => Promise.reject(new TypeError('lost')), () => Promise.resolve(Response.json({ name: 'Tea house', registration: 'open' }))]
  vi.stubGlobal('fetch', () => answers.shift()?.())
  const site = useSite()
  await site.load()
  expect(site.name).toBe('Bulletin')
  await site.load()
  expect(site.name).toBe('Tea house')
})
