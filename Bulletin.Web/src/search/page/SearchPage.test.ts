import { h, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { user } from '../../testing'
import { useSearchResults } from '../results'
import { hit, searchPage } from '../testingSearch'
import SearchPage from './SearchPage.vue'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const rows = () => [...document.querySelectorAll<HTMLAnchorElement>('.hit')]
const chips = () => [...document.querySelectorAll('.chip')].map((chip) => chip.querySelector('.words')?.textContent ?? `${chip.querySelector('.day')?.textContent?.trim()} ${chip.querySelector('input')?.value}`)
const button = (label: string) => [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label)
const field = () => {
  const found = document.querySelector<HTMLInputElement>('input[type=search]')
  if (!found) throw new Error('no field')
  return found
}

/** Ada's search for the query of an address. */
async function searched(query: string, prepare: (page: Awaited<ReturnType<typeof searchPage>>) => void = () => undefined) {
  const page = await searchPage(() => (page.router.currentRoute.value.name === 'search' ? h(SearchPage, { query: String(page.router.currentRoute.value.query['q'] ?? '') }) : null), query ? `/search?q=${encodeURIComponent(query)}` : '/search')
  prepare(page)
  endings.push(page.unmount)
  page.mount()
  await vi.waitFor(() => expect(useSearchResults().status).not.toBe('searching'))
  await nextTick()
  const type = async (words: string) => {
    field().value = words
    field().setSelectionRange(words.length, words.length)
    field().dispatchEvent(new Event('input'))
    await nextTick()
  }
  const send = () => field().closest('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  return { ...page, type, send, at: () => page.router.currentRoute.value.query['q'] }
}

const kettles = { items: [hit(2, 'the kettle is on', 'kettle')], next: 'farther' }

test('results say who wrote where and when, with the words that were searched for', async () => {
  await searched('kettle', ({ server }) => server.pages.set('', kettles))
  expect(rows()[0]?.querySelector('.source')?.textContent).toBe('ben in Tea club')
  expect(rows()[0]?.querySelector('time')?.textContent).toMatch(/2026|January|\d/)
  expect([rows()[0]?.querySelector('.words')?.textContent, rows()[0]?.querySelector('mark')?.textContent]).toEqual(['the kettle is on', 'kettle'])
  expect(rows()[0]?.getAttribute('href')).toBe('/topics/tea/2')
})

test('more is loaded, and the focus goes on where the button was', async () => {
  await searched('kettle', ({ server }) => server.pages.set('', kettles).set('farther', { items: [hit(1, 'no kettle', 'kettle')], next: null }))
  button('Load more')?.focus()
  button('Load more')?.click()
  await vi.waitFor(() => expect(rows()).toHaveLength(2))
  await vi.waitFor(() => expect(document.activeElement).toBe(rows()[1]))
  expect(button('Load more')).toBeUndefined()
})

test('who comes back finds the results as they were, and the one that was opened', async () => {
  const { server, router, place } = await searched('kettle', (page) => page.server.pages.set('', kettles).set('farther', { items: [hit(1, 'no kettle', 'kettle')], next: null }))
  await useSearchResults().loadMore()
  await nextTick()
  place.querySelector('.results')?.scrollTo(0, 120)
  rows()[1]?.click()
  await vi.waitFor(() => expect([router.currentRoute.value.fullPath, rows().length]).toEqual(['/topics/tea/1', 0]))
  router.back()
  await vi.waitFor(() => expect(rows()).toHaveLength(2))
  await vi.waitFor(() => expect(document.activeElement).toBe(rows()[1]))
  expect([server.searches.length, place.querySelector('.results')?.scrollTop]).toEqual([2, 120])
})

test('an empty answer says so, and how to search', async () => {
  await searched('nothing')
  expect(document.querySelector('.none')?.textContent).toContain('No message that you can read matches “nothing”.')
  expect(document.querySelector('.help')?.textContent).toContain('from:ann')
})

test('what is wrong with a query is said at the field', async () => {
  await searched('before:soon', ({ server }) => (server.refusal = { status: 400, errors: { query: ['Must have a day after ‘before:’.'] } }))
  expect(field().getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(field().getAttribute('aria-describedby') ?? '')?.textContent).toBe('Must have a day after ‘before:’.')
  expect(button('Retry')).toBeUndefined()
})

test('a search that failed can be tried again', async () => {
  const { server } = await searched('kettle', (page) => (page.server.refusal = { status: 503 }))
  expect(document.querySelector('.note[role=alert]')?.textContent).toContain('Messages cannot be searched right now. Try later.')
  delete server.refusal
  server.pages.set('', kettles)
  button('Retry')?.click()
  await vi.waitFor(() => expect(rows()).toHaveLength(1))
})

test('the operators of the query are chips, and a removed one leaves the query', async () => {
  const { at } = await searched('kettle from:ben in:"Tea club" has:link before:2026-01-31')
  expect(chips()).toEqual(['From ben', 'In Tea club', 'Has a link', 'Before 2026-01-31'])
  button('Remove “From ben”')?.click()
  await vi.waitFor(() => expect(at()).toBe('kettle in:"Tea club" has:link before:2026-01-31'))
  expect(field().value).toBe('kettle in:"Tea club" has:link before:2026-01-31')
})

test('a chip follows what is typed', async () => {
  const { type } = await searched('kettle')
  await type('kettle mentions:me')
  expect(chips()).toEqual(['Mentions me'])
})

test('a day is changed with its date field', async () => {
  const { at } = await searched('kettle after:2026-01-01')
  const day = document.querySelector<HTMLInputElement>('input[type=date]')
  if (!day) throw new Error('no date field')
  day.value = '2026-02-03'
  day.dispatchEvent(new Event('change'))
  await vi.waitFor(() => expect(at()).toBe('kettle after:2026-02-03'))
})

test('a day that is typed counts once the field is left', async () => {
  const { at } = await searched('kettle after:2026-01-01')
  const day = document.querySelector<HTMLInputElement>('input[type=date]')
  if (!day) throw new Error('no date field')
  for (const value of ['2026-02-03', '2026-02-13']) {
    day.dispatchEvent(new KeyboardEvent('keydown', { key: '3' }))
    day.value = value
    day.dispatchEvent(new Event('change'))
  }
  expect(at()).toBe('kettle after:2026-01-01')
  day.dispatchEvent(new Event('blur'))
  await vi.waitFor(() => expect(at()).toBe('kettle after:2026-02-13'))
})

test('the same query is searched for anew', async () => {
  const { server, send } = await searched('kettle')
  send()
  await vi.waitFor(() => expect(server.searches).toHaveLength(2))
})

test('somebody is chosen behind from:', async () => {
  const { server, type, at } = await searched('')
  server.people = [user('benedict')]
  field().focus()
  await type('kettle from:be')
  await vi.waitFor(() => expect([...document.querySelectorAll('[role=option] .name')].map(({ textContent }) => textContent)).toEqual(['benedict']))
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(at()).toBe('kettle from:benedict '))
})

test('a value that is completed in its middle is replaced as a whole', async () => {
  const { server, type, at } = await searched('')
  server.people = [user('benedict')]
  field().focus()
  await type('from:ben cup')
  field().setSelectionRange(7, 7)
  field().dispatchEvent(new Event('keyup'))
  await vi.waitFor(() => expect(document.querySelector('[role=option] .name')?.textContent).toBe('benedict'))
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(at()).toBe('from:benedict cup'))
})

test('a topic is chosen behind in:', async () => {
  const { type, at } = await searched('')
  field().focus()
  await type('in:clu')
  await vi.waitFor(() => expect(document.querySelector('[role=option] .name')?.textContent).toBe('Tea club'))
  field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }))
  await vi.waitFor(() => expect(at()).toBe('in:"Tea club" '))
})
