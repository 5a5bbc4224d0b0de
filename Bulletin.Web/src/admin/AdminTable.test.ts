import { createApp, h, nextTick, ref, type Component } from 'vue'
import { afterEach, expect, test } from 'vitest'
import AdminTable from './AdminTable.vue'
import type { Column } from './columns'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

/** `h` cannot be told what a generic component holds. */
const isComponent = (value: unknown): value is Component => typeof value === 'object' && value !== null
const generic: unknown = AdminTable
const table = isComponent(generic) ? generic : null

const columns: Column[] = [{ key: 'name', label: 'Name', sort: 'name' }, { key: 'size', label: 'Size' }, { key: 'age', label: 'Age', sort: 'age', onlyDescending: true }]

async function tableOf(...items: string[]) {
  const selected = ref<ReadonlySet<string>>(new Set())
  const sort = ref('name')
  const opened: string[] = []
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp({
    render: () =>
      table && h(table, {
        'label': 'Things', columns, items, 'keyOf': (item: string) => item, 'labelOf': (item: string) => item, 'sort': sort.value, 'selectable': true, 'opens': true, 'selected': selected.value,
        'onUpdate:selected': (keys: ReadonlySet<string>) => void (selected.value = keys),
        'onSort': (wanted: string) => void (sort.value = wanted),
        'onOpen': (item: string) => void opened.push(item),
      }, { name: ({ item, tab }: { item: string; tab: number }) => h('a', { href: '#', tabindex: tab }, item) }),
  })
  app.mount(place)
  apps.push(app)
  await nextTick()
  const rows = () => [...place.querySelectorAll<HTMLTableRowElement>('tbody tr')]
  async function press(key: string, target: Element | null = document.activeElement): Promise<void> {
    target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await nextTick()
    await nextTick()
  }
  return { place, rows, press, selected, sort, opened }
}

test('the arrow keys move between the rows, Enter opens and Space selects', async () => {
  const { rows, press, selected, opened } = await tableOf('a', 'b', 'c')
  rows()[0]?.focus()
  await press('ArrowDown')
  expect(document.activeElement).toBe(rows()[1])
  await press('Enter')
  await press(' ')
  expect([opened, [...selected.value]]).toEqual([['b'], ['b']])
  await press('End')
  await press('ArrowDown')
  expect(document.activeElement).toBe(rows()[2])
})

test('a row says whether it is selected, and how many are is announced', async () => {
  const { place, rows, press } = await tableOf('a', 'b')
  const status = place.querySelector('[role=status]')
  expect([status?.textContent, rows().map((row) => row.getAttribute('aria-selected'))]).toEqual(['', ['false', 'false']])
  rows()[0]?.focus()
  await press(' ')
  expect([status?.textContent, rows().map((row) => row.getAttribute('aria-selected'))]).toEqual(['1 selected', ['true', 'false']])
})

test('the table is one Tab stop: the row last reached and what is in it', async () => {
  const { place, rows, press } = await tableOf('a', 'b')
  rows()[0]?.focus()
  await press('ArrowDown')
  const stops = [...place.querySelectorAll<HTMLElement>('tbody [tabindex="0"]')].map((element) => element.closest('tr'))
  expect(stops.length).toBeGreaterThan(1)
  expect(new Set(stops)).toEqual(new Set([rows()[1]]))
})

test('keys pressed on what is in a row are for that', async () => {
  const { rows, press, selected, opened } = await tableOf('a')
  const link = rows()[0]?.querySelector('a') ?? null
  await press('Enter', link)
  await press(' ', link)
  expect([opened, selected.value.size]).toEqual([[], 0])
})

test('a column says how it is sorted, and its heading turns the order around', async () => {
  const { place, sort } = await tableOf('a')
  const states = () => [...place.querySelectorAll('th[scope=col]:not(.check)')].map((heading) => heading.getAttribute('aria-sort'))
  const buttons = place.querySelectorAll<HTMLButtonElement>('th button')
  expect(states()).toEqual(['ascending', null, 'none'])
  buttons[0]?.click()
  await nextTick()
  expect([sort.value, states()]).toEqual(['-name', ['descending', null, 'none']])
  buttons[1]?.click()
  buttons[1]?.click()
  expect(sort.value).toBe('-age')
})

test('all that are shown are selected at once, and none of them', async () => {
  const { place, selected } = await tableOf('a', 'b')
  const all = place.querySelector<HTMLInputElement>('thead input')
  all?.click()
  await nextTick()
  expect([...selected.value]).toEqual(['a', 'b'])
  all?.click()
  await nextTick()
  expect(selected.value.size).toBe(0)
})
