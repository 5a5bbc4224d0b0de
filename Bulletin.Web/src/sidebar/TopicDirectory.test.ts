import { createPinia, setActivePinia, type Pinia } from 'pinia'
import { createApp, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { useDirectory } from '../directory/directory'
import { usePersonal } from '../personal/personal'
import { state } from '../personal/testingPersonal'
import { direct, topic, user } from '../testing'
import { emptyDraft, writeDraft } from '../topics/drafts/drafts'
import TopicDirectory from './TopicDirectory.vue'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
  document.body.replaceChildren()
})

function listed(pinia: Pinia, onFind = () => undefined) {
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(TopicDirectory, { onFind })
  endings.push(() => app.unmount())
  app.use(pinia).use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:topicId?', name: 'topic', component: { render: () => null } }] })).mount(place)
  return place
}

test('one field leads to whatever is searched for', async () => {
  const { place, found } = await listedWith()
  place.querySelector<HTMLElement>('button.find')?.click()
  expect([place.querySelector('input'), found.mock.calls.length]).toEqual([null, 1])
})

test('where busier topics fill the first page, nobody takes the direct conversations for gone', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', ({ url }: Request) => Promise.resolve(Response.json(new URL(url).searchParams.has('cursor') ? { items: [direct('old', user('ada'), user('ben'))], next: null } : { items: [topic('tea')], next: 'further' })))
  endings.push(() => vi.unstubAllGlobals())
  await useDirectory().load()
  const place = listed(pinia)
  const conversations = () => place.querySelector('section[aria-label="Direct messages"]')?.textContent ?? ''
  expect(conversations()).toContain('None among the latest')
  const more = [...place.querySelectorAll('button')].find(({ textContent }) => textContent === 'Show more')
  more?.click()
  await vi.waitFor(() => expect(conversations()).toContain('ben'))
  expect(conversations()).not.toContain('None among the latest')
})

test('direct conversations have a section of their own, and private topics a sign', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const [ben, false_] = [{ ...user('ben'), displayName: 'Ben Okri' }, { ...user('mallory'), displayName: 'Ben Okri' }]
  const items = [topic('secret', { name: 'Plans', access: 'private' }), direct('one', user('ada'), ben), topic('tea', { name: 'Tea' }), direct('two', user('ada'), false_)]
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items, next: null })))
  endings.push(() => vi.unstubAllGlobals())
  await useDirectory().load()
  const place = listed(pinia)
  const sections = [...place.querySelectorAll('section')].map((section) => [section.getAttribute('aria-label'), [...section.querySelectorAll('.name')].map(({ textContent }) => textContent?.trim())])
  // Two people who look the same go by their usernames.
  expect(sections).toEqual([['Direct messages', [expect.stringMatching(/^@mallory/), expect.stringMatching(/^@ben/)]], ['Topics', ['Tea', 'Private: Plans']]])
  expect(place.querySelectorAll('.direct .avatar')).toHaveLength(2)
})

test('what one had begun to write in a topic one has lost is still within reach', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  for (const topicId of ['lost', 'far', 'tea']) writeDraft('ada', topicId, { ...emptyDraft(), text: `words for ${topicId}`, edits: { 4: 'and a change' } })
  vi.stubGlobal('fetch', ({ url }: Request) => Promise.resolve(Response.json(new URL(url).searchParams.has('cursor') ? { items: [topic('far')], next: null } : { items: [topic('tea'), topic('lost')], next: 'further' })))
  endings.push(() => vi.unstubAllGlobals(), () => localStorage.clear())
  await useDirectory().load()
  const place = listed(pinia)
  const kept = () => [...place.querySelectorAll('.unlisted')].map((link) => [link.getAttribute('href'), link.textContent])
  expect(kept()).toEqual([])
  useDirectory().drop('lost')
  await nextTick()
  const reached = [['/lost', 'Draftwords for lost\n\nand a change']]
  expect(kept()).toEqual(reached)
  await useDirectory().loadMore()
  await nextTick()
  expect(kept()).toEqual(reached)
})

test('drafts in topics that are not in a complete list are within reach after a reload too', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  writeDraft('ada', 'lost', { ...emptyDraft(), text: 'words' })
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ items: [topic('tea')], next: null })))
  endings.push(() => vi.unstubAllGlobals(), () => localStorage.clear())
  const place = listed(pinia)
  expect(place.querySelector('.unlisted')).toBeNull()
  await useDirectory().load()
  await nextTick()
  expect(place.querySelector('.unlisted')?.textContent).toBe('Draftwords')
})

async function listedWith(...states: ReturnType<typeof state>[]) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const lastMessage = { seq: 9, author: user('ben'), excerpt: 'hello' }
  const items = ['tea', 'milk'].map((id) => topic(id, { lastSeq: 9, revision: 9, lastMessage }))
  const own = states.map((one) => ({ ...one, topic: items.find(({ id }) => id === one.topicId) }))
  vi.stubGlobal('fetch', ({ url }: Request) => Promise.resolve(Response.json({ items: url.includes('/users/me/topics') ? own : items, next: null })))
  endings.push(() => vi.unstubAllGlobals())
  await useDirectory().load()
  for (const one of states) usePersonal().adopt(one)
  const found = vi.fn()
  const place = listed(pinia, found)
  const link = (id: string) => place.querySelector(`a[href="/${id}"]`)
  return { place, link, found }
}

test('what is followed and unread stands first, with its count', async () => {
  const { place, link } = await listedWith(state('milk', { unread: 3 }))
  expect(place.querySelector('section[aria-label="Unread"] .name')?.textContent).toBe('milk')
  expect(link('milk')?.textContent).toContain('3 unread messages')
})

const inPinned = (place: Element) => [...place.querySelectorAll('section[aria-label="Pinned"] .name')].map(({ textContent }) => textContent)

test('what is pinned has a section of its own, and stays there with its count', async () => {
  const { place, link } = await listedWith(state('milk', { unread: 3, pinned: true }))
  expect(inPinned(place)).toEqual(['milk'])
  expect(place.querySelector('section[aria-label="Unread"]')).toBeNull()
  expect(link('milk')?.textContent).toContain('3 unread messages')
})

test('99 stands for 99 or more', async () => {
  const { link } = await listedWith(state('milk', { unread: 99 }))
  expect(link('milk')?.querySelector('.count')?.textContent).toContain('99+')
})

test('who is mentioned sees that', async () => {
  const { link } = await listedWith(state('milk', { unread: 3, mentions: 1 }))
  expect(link('milk')?.textContent).toContain('You were mentioned.')
})

test('a muted topic has no count and is not unread', async () => {
  const { place, link } = await listedWith(state('milk', { unread: 3, mentions: 1, level: 'muted' }))
  expect([link('milk')?.classList.contains('muted'), link('milk')?.querySelector('.marks'), place.querySelector('section[aria-label="Unread"]')]).toEqual([true, null, null])
})

test('a topic with a draft says so', async () => {
  const { link } = await listedWith(state('milk', { draft: { text: 'words', replyTo: null, version: 1 } }))
  expect([link('milk')?.textContent, link('tea')?.textContent].map((text) => text?.includes('Draft'))).toEqual([true, false])
})

test('everything is marked as read from the head of the unread topics', async () => {
  const { place } = await listedWith(state('milk', { unread: 3 }))
  const markAllRead = vi.spyOn(usePersonal(), 'markAllRead').mockResolvedValue({ ok: true, value: true })
  place.querySelector<HTMLElement>('button[aria-label="Mark all as read"]')?.click()
  expect(markAllRead).toHaveBeenCalledOnce()
})

test('where only pinned topics are unread, everything is marked as read from their head', async () => {
  const { place } = await listedWith(state('milk', { unread: 3, pinned: true }))
  vi.spyOn(usePersonal(), 'markAllRead').mockImplementation(() => {
    usePersonal().adopt(state('milk', { pinned: true, version: 2 }))
    return Promise.resolve({ ok: true, value: true })
  })
  const button = () => place.querySelector<HTMLElement>('section[aria-label="Pinned"] button[aria-label="Mark all as read"]')
  button()?.focus()
  button()?.click()
  // The button is gone, and leaves the focus in the list.
  await vi.waitFor(() => expect([button(), document.activeElement?.getAttribute('href')]).toEqual([null, '/milk']))
})
