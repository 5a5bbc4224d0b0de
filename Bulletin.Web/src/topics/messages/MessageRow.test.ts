import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import type { Message } from '../../api/types'
import { message, user } from '../../testing'
import MessageRow from './MessageRow.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

function rowOf(shown: Message, changes: { editing?: string; quoted?: Message; locked?: boolean; mine?: boolean; mayDelete?: boolean; mayPin?: boolean; pinned?: boolean; active?: boolean } = {}) {
  const place = document.body.appendChild(document.createElement('div'))
  const [act, react, pick] = [vi.fn(), vi.fn(), vi.fn()]
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  const app = createApp(() => h(MessageRow, { onAct: act, onReact: react, onPick: pick, mayPin: changes.mayPin ?? false, pinned: changes.pinned ?? false, message: shown, leads: true, quoted: changes.quoted, mine: changes.mine ?? true, mayDelete: changes.mayDelete ?? false, active: changes.active ?? true, editing: changes.editing ?? null, marked: false, locked: changes.locked ?? false }))
  app.use(pinia).mount(place)
  apps.push(app)
  const row = place.querySelector('article')
  if (!row) throw new Error('no row')
  const description = () => document.getElementById(row.getAttribute('aria-describedby') ?? '')?.textContent
  return { row, act, react, pick, description, heading: () => row.querySelector('.head .author')?.textContent ?? '', tint: () => row.querySelector('.avatar')?.className }
}
const called = (name: string, displayName: string) => ({ ...user(name), displayName })

test('a row is read with its words and without its actions', async () => {
  const { row, description } = rowOf(message(1, { text: 'the **kettle** is on' }))
  expect(row.querySelector('[role=toolbar]')).not.toBeNull()
  await nextTick()
  expect(description()).toMatch(/kettle/)
  expect(description()).not.toMatch(/Reply|Delete/)
})

test('a deleted message is read as such, and one that is being changed by its field alone', () => {
  expect(rowOf(message(1, { text: null, deletedAt: message(1).createdAt })).description()).toBe('Message deleted')
  expect(rowOf(message(1), { editing: 'half a' }).row.hasAttribute('aria-describedby')).toBe(false)
})

test('two people of one display name are told apart by name, in quotes, to screen readers and by their colour', () => {
  const [ada, mallory] = [called('ada', 'Ada Lovelace'), called('mallory', 'Ada Lovelace')]
  const rows = [ada, mallory].map((author) => rowOf(message(2, { author, replyTo: 1 }), { quoted: message(1, { author }) }))
  expect(rows.map(({ heading }) => heading())).toEqual(['Ada Lovelace @ada', 'Ada Lovelace @mallory'])
  expect(rows.map(({ row }) => row.querySelector('.quote .who')?.textContent)).toEqual(['Ada Lovelace @ada', 'Ada Lovelace @mallory'])
  expect(rows.map(({ row }) => row.getAttribute('aria-label')?.split(',')[0])).toEqual(['Ada Lovelace @ada', 'Ada Lovelace @mallory'])
  const [first, second] = rows.map(({ tint }) => tint())
  expect(first).not.toBe(second)
})

test('whoever goes by the username is not named twice, and a missing name breaks nothing', () => {
  expect(rowOf(message(1, { author: called('ada', 'Ada') })).heading()).toBe('Ada')
  expect(rowOf(message(1, { author: called('ada', '') })).heading()).toBe('ada')
  expect(rowOf(message(1, { author: JSON.parse('{"id":"1","username":null}') })).heading()).toBe('Somebody')
})

const reacting = ['React with 👍', 'React with ❤️', 'React with 😂', 'Choose a reaction']
const labels = (row: Element) => [...row.querySelectorAll('[role=toolbar] button')].map((button) => button.getAttribute('aria-label'))

test('in a locked topic an own message can only be linked to and deleted', () => {
  expect(labels(rowOf(message(1), { locked: true }).row)).toEqual(['Copy link', 'Mark unread from here', 'Delete'])
  expect(labels(rowOf(message(1)).row)).toEqual([...reacting, 'Reply', 'Copy link', 'Mark unread from here', 'Edit', 'Delete'])
})

test('the messages of others can be reported, and deleted by whoever may', () => {
  expect(labels(rowOf(message(1), { mine: false }).row)).toEqual([...reacting, 'Reply', 'Copy link', 'Mark unread from here', 'Report'])
  expect(labels(rowOf(message(1), { mine: false, mayDelete: true }).row)).toEqual([...reacting, 'Reply', 'Copy link', 'Mark unread from here', 'Report', 'Delete'])
})

test('what was edited leads to its earlier texts', () => {
  const { row, act } = rowOf(message(1, { editedAt: message(2).createdAt }))
  row.querySelector<HTMLButtonElement>('button.edited')?.click()
  expect(act).toHaveBeenCalledWith('history')
  expect(rowOf(message(1)).row.querySelector('.edited')).toBeNull()
})

test('one reacts from the row of actions', () => {
  const { row, react, pick } = rowOf(message(1))
  row.querySelector<HTMLButtonElement>('[aria-label="React with ❤️"]')?.click()
  row.querySelector<HTMLButtonElement>('[aria-label="Choose a reaction"]')?.click()
  expect(react.mock.calls).toEqual([['❤️']])
  expect(pick).toHaveBeenCalledOnce()
})

test('whoever may pin a message can unpin it', () => {
  const { row, act } = rowOf(message(1), { mayPin: true, pinned: true })
  row.querySelector<HTMLButtonElement>('[aria-label="Unpin"]')?.click()
  expect(act).toHaveBeenCalledWith('unpin')
})

test('a pinned message says so to everybody', () => {
  expect(rowOf(message(1), { pinned: true }).row.querySelector('.pinned')?.textContent).toBe('Pinned')
})

test.each([
  ['one’s name', message(1, { author: user('ben'), text: 'ask @ada', mentions: ['ada'] }), true],
  ['everybody', message(1, { author: user('ben'), text: '@all', mentionsAll: true }), true],
  ['somebody else', message(1, { author: user('ben'), text: 'ask @cleo', mentions: ['cleo'] }), false],
])('a message with %s in it is highlighted only if it is for oneself', (_, shown, isForMe) => {
  expect(rowOf(shown, { mine: false }).row.classList.contains('for-me')).toBe(isForMe)
})

test('one’s own message to everybody is not highlighted', () => {
  expect(rowOf(message(1, { text: '@all', mentionsAll: true })).row.classList.contains('for-me')).toBe(false)
})

test('a mentioned person is shown by name', () => {
  expect(rowOf(message(1, { text: 'ask @ada', mentions: ['ada'] })).row.querySelector('.mention')?.textContent).toBe('@ada')
})

test('a mention names whom it leads to, whatever they are called', () => {
  expect(rowOf(message(1, { text: 'ask @ADA', mentions: ['ada'] })).row.querySelector<HTMLElement>('.mention')?.dataset['username']).toBe('ada')
})

test('a deleted message shows no reactions and no pin', () => {
  const { row } = rowOf(message(1, { text: null, deletedAt: message(1).createdAt, reactions: [{ emoji: '👍', count: 1, users: ['ben'] }] }), { pinned: true })
  expect(row.querySelector('.reactions, .pinned')).toBeNull()
})

test('the Tab key reaches the earlier texts and the reactions of the row that is active', () => {
  const { row } = rowOf(message(1, { editedAt: message(2).createdAt, reactions: [{ emoji: '👍', count: 1, users: ['ben'] }] }))
  expect([...row.querySelectorAll<HTMLElement>('.edited, .reaction')].map(({ tabIndex }) => tabIndex)).toEqual([0, 0, 0, 0])
})

test.each([[true, 0], [false, -1]])('the Tab key reaches who is mentioned in the row that is active: %s', (active, tabIndex) => {
  expect(rowOf(message(1, { text: 'ask @ada', mentions: ['ada'] }), { active }).row.querySelector<HTMLElement>('.mention[role=button]')?.tabIndex).toBe(tabIndex)
})
