import { h, nextTick, ref } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { topic, user } from '../../testing'
import { hit, searchPage } from '../testingSearch'
import SearchPalette from './SearchPalette.vue'
import { useVisited } from './visited'

const endings: (() => void)[] = []
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => {
  vi.useRealTimers()
  for (const end of endings.splice(0)) end()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

/** Longer than any delay before a search. */
const settle = async () => {
  await vi.advanceTimersByTimeAsync(400)
  await nextTick()
}
const options = () => [...document.querySelectorAll<HTMLElement>('[role=option]')]
const inGroup = (name: string) =>
  [...document.querySelectorAll('[role=group]')].filter((group) => group.querySelector('.heading')?.textContent === name).flatMap((group) => [...group.querySelectorAll('.name, .text')].map(({ textContent }) => textContent?.trim()))
const chosen = () => document.querySelector('[aria-selected=true]')?.textContent
const input = () => {
  const field = document.querySelector<HTMLInputElement>('[role=combobox]')
  if (!field) throw new Error('no field')
  return field
}

/** Ada's open palette. */
async function palette(path = '/topics', prepare: (page: Awaited<ReturnType<typeof searchPage>>) => void = () => undefined) {
  const open = ref(true)
  const notified = vi.fn()
  const page = await searchPage(() => h(SearchPalette, { open: open.value, 'onUpdate:open': (value: boolean) => (open.value = value), onNotifications: notified }), path)
  prepare(page)
  endings.push(page.unmount)
  page.mount()
  await settle()
  const type = async (words: string) => {
    input().value = words
    input().dispatchEvent(new Event('input'))
    await nextTick()
  }
  const press = async (key: string) => {
    input().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await settle()
  }
  return { ...page, open, notified, type, press, at: () => page.router.currentRoute.value.fullPath }
}

test('without a query it offers the topics that were opened last, without the open one', async () => {
  await palette('/topics/tea', ({ server }) => {
    useVisited().visit('front')
    useVisited().visit('tea')
    expect(server.listed.map(({ id }) => id)).toEqual(['tea', 'front'])
  })
  expect(inGroup('Recent topics')).toEqual(['Frontend'])
})

test('a known topic is found at once by some of its letters', async () => {
  const { type, press, at } = await palette()
  await type('frnt')
  expect(inGroup('Topics')).toEqual(['Frontend'])
  await press('Enter')
  expect(at()).toBe('/topics/front')
})

test('topics, people and messages are found on the server', async () => {
  const { server, type } = await palette()
  server.farther = [topic('far', { name: 'Kettles far away' })]
  server.people = [user('kettleman'), user('ada')]
  server.pages.set('', { items: [hit(7, 'the **kettle** is on', 'kettle')], next: null })
  await type('kettle')
  await settle()
  expect([inGroup('Topics'), inGroup('People')]).toEqual([['Kettles far away'], ['kettleman']])
  expect(inGroup('Messages')).toEqual(['Search messages for “kettle”', expect.stringContaining('kettle')])
  expect(document.querySelector('[role=option] mark')?.textContent).toBe('kettle')
})

test('whom the server found for what was typed before is offered only while the name fits', async () => {
  const { server, type } = await palette()
  server.people = [user('benedict')]
  await type('be')
  await settle()
  expect(inGroup('People')).toEqual(['benedict'])
  await type('bene')
  expect(inGroup('People')).toEqual(['benedict'])
  await type('be quiet')
  expect(inGroup('People')).toEqual([])
})

test('a message is opened in its topic', async () => {
  const { server, type, press, at } = await palette()
  server.pages.set('', { items: [hit(7, 'the cup', 'cup')], next: null })
  await type('cup')
  await settle()
  await press('ArrowDown')
  await press('Enter')
  expect(at()).toBe('/topics/tea/7')
})

test('all messages are searched on a page of its own', async () => {
  const { type, press, at, open, server } = await palette()
  await type('kettle ')
  await press('Enter')
  expect([at(), open.value]).toEqual(['/search?q=kettle+', false])
  // The space at the end tells the server that the word is complete.
  expect(server.searches.at(-1)?.get('query')).toBe('kettle ')
})

test('a query with operators is for messages alone', async () => {
  const { server, type } = await palette()
  server.people = [user('from')]
  await type('from:ann front')
  await settle()
  expect([inGroup('Topics'), inGroup('People'), inGroup('New')]).toEqual([[], [], []])
  expect(inGroup('Messages')).toHaveLength(1)
})

test('a topic of that name is offered if there is none', async () => {
  const { type, press } = await palette()
  await type('tea CLUB')
  await settle()
  expect(inGroup('New')).toEqual([])
  await type('Tea club Berlin')
  await settle()
  expect(inGroup('New')).toEqual(['Create topic “Tea club Berlin”'])
  await press('End')
  await press('Enter')
  await vi.waitFor(() => expect(document.querySelector<HTMLInputElement>('[role=dialog] form input')?.value).toBe('Tea club Berlin'))
})

test('the keys move through all groups, and around the end', async () => {
  const { press } = await palette()
  const all = options().map(({ textContent }) => textContent)
  expect(chosen()).toBe(all[0])
  await press('ArrowDown')
  expect(chosen()).toBe(all[1])
  await press('End')
  expect(chosen()).toBe(all.at(-1))
  await press('ArrowDown')
  expect(chosen()).toBe(all[0])
  await press('ArrowUp')
  expect(chosen()).toBe(all.at(-1))
  await press('Home')
  expect(chosen()).toBe(all[0])
  expect(document.getElementById(input().getAttribute('aria-activedescendant') ?? '')?.textContent).toBe(all[0])
})

test('what one has moved to stays chosen when more is found', async () => {
  const { server, type, press } = await palette()
  server.people = [user('teacher')]
  await type('tea')
  expect([inGroup('Topics'), inGroup('People')]).toEqual([['Tea club'], []])
  await press('ArrowDown')
  expect([inGroup('People'), chosen()]).toEqual([['teacher'], 'Search messages for “tea”'])
})

test('commands are found by the beginnings of their words, and run once it is closed', async () => {
  const { type, press, notified, open } = await palette()
  await type('notif')
  expect(inGroup('Commands')).toEqual(['Notifications'])
  await press('ArrowDown')
  await press('Enter')
  expect([notified.mock.calls.length, open.value]).toEqual([1, false])
})

test('the pages of administration are offered to those they are for', async () => {
  const { type } = await palette('/topics', () => (useSession().role = 'moderator'))
  await type('admin')
  expect(inGroup('Commands')).toEqual(['Administration: Reports'])
  useSession().role = 'admin'
  await nextTick()
  expect(inGroup('Commands')).toHaveLength(7)
  useSession().role = 'member'
  await nextTick()
  expect(inGroup('Commands')).toEqual([])
})

test('it says quietly what could not be searched, and offers the rest', async () => {
  const { server, type } = await palette()
  server.refusal = { status: 503 }
  await type('front')
  expect(document.querySelector('.foot [role=status]')?.textContent).toBe('Searching…')
  await settle()
  expect(document.querySelector('.foot [role=status]')?.textContent).toBe('Messages cannot be searched right now.')
  expect(inGroup('Topics')).toEqual(['Frontend'])
})

test('an input method has its own Enter', async () => {
  const { type, open } = await palette()
  await type('front')
  input().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }))
  await settle()
  expect(open.value).toBe(true)
})
