import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import AdminFilters from './AdminFilters.vue'
import { optionsOf, type FilterField } from './filterFields'
import type { Filters } from './useAdminList'

const fields: FilterField[] = [{ name: 'query', label: 'Search', kind: 'search' }, { name: 'author', label: 'Author', kind: 'text' }, { name: 'text', label: 'Text', kind: 'search', isRecorded: true }, { name: 'role', label: 'Role', kind: 'select', options: optionsOf('member', 'admin') }]
let stop: (() => void) | undefined

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  stop?.()
  document.body.replaceChildren()
  vi.useRealTimers()
})

function filters(initial: Filters = {}) {
  const values = ref(initial)
  const sent: Filters[] = []
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp({ render: () => h(AdminFilters, { fields, values: values.value, onFilter: (changes: Filters) => void sent.push(changes) }) })
  app.mount(place)
  stop = () => app.unmount()
  const [field, author, recorded] = place.querySelectorAll('input')
  if (!field || !author || !recorded) throw new Error('no field')
  const type = (text: string, into = field): void => {
    into.value = text
    into.dispatchEvent(new Event('input'))
  }
  return { place, values, sent, field, author, recorded, type }
}

test('what is typed is searched once, after a pause', async () => {
  const { sent, type } = filters()
  type('b')
  vi.advanceTimersByTime(200)
  type('be')
  vi.advanceTimersByTime(299)
  expect(sent).toEqual([])
  vi.advanceTimersByTime(1)
  expect(sent).toEqual([{ query: 'be' }])
})

test('a name is looked up when it is complete: at Enter, or when the field is left', () => {
  const { sent, author, type } = filters()
  type('a', author)
  vi.advanceTimersByTime(10_000)
  expect(sent).toEqual([])
  type('ada', author)
  author.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  author.dispatchEvent(new Event('change'))
  expect(sent).toEqual([{ author: 'ada' }])
  type('ben', author)
  author.dispatchEvent(new Event('change'))
  expect(sent).toEqual([{ author: 'ada' }, { author: 'ben' }])
})

test('a search that is recorded is made when it is complete', () => {
  const { sent, recorded, type } = filters()
  type('kett', recorded)
  vi.advanceTimersByTime(10_000)
  expect(sent).toEqual([])
  type('kettle', recorded)
  recorded.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
  expect(sent).toEqual([{ text: 'kettle' }])
})

test('half a name stays while another filter is applied', async () => {
  const { values, author, type } = filters()
  type('a', author)
  values.value = { role: 'admin' }
  await nextTick()
  expect(author.value).toBe('a')
})

test('an answer to what was typed before does not replace what is being typed', async () => {
  const { values, field, type } = filters()
  type('b')
  vi.advanceTimersByTime(300)
  type('be')
  values.value = { query: 'b' }
  await nextTick()
  expect(field.value).toBe('be')
})

test('going back shows the filters of before', async () => {
  const { values, field, type } = filters()
  type('be')
  vi.advanceTimersByTime(300)
  values.value = { query: 'be' }
  await nextTick()
  values.value = { query: '' }
  await nextTick()
  expect(field.value).toBe('')
})

test('all filters are cleared at once', async () => {
  const { place, sent } = filters({ query: 'be', author: 'ada', role: 'admin' })
  for (const button of place.querySelectorAll('button')) if (button.textContent === 'Clear filters') button.click()
  expect(sent).toEqual([{ query: '', author: '', text: '', role: '' }])
})

test('a phone shows the filters beside the search when they are asked for', async () => {
  const { place } = filters()
  const button = place.querySelector<HTMLButtonElement>('[aria-expanded]')
  expect(place.querySelector('form')?.classList.contains('open')).toBe(false)
  button?.click()
  await nextTick()
  expect(button?.getAttribute('aria-expanded')).toBe('true')
  expect(place.querySelector('form')?.classList.contains('open')).toBe(true)
})
