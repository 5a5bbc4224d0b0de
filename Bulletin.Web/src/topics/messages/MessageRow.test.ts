import { createPinia } from 'pinia'
import { createApp, h, nextTick } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import type { Message } from '../../api/types'
import { message, user } from '../../testing'
import MessageRow from './MessageRow.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

function rowOf(shown: Message, changes: { editing?: string; quoted?: Message; locked?: boolean; mine?: boolean; mayDelete?: boolean } = {}) {
  const place = document.body.appendChild(document.createElement('div'))
  const act = vi.fn()
  const app = createApp(() => h(MessageRow, { onAct: act, message: shown, leads: true, quoted: changes.quoted, mine: changes.mine ?? true, mayDelete: changes.mayDelete ?? false, active: true, editing: changes.editing ?? null, marked: false, locked: changes.locked ?? false }))
  app.use(createPinia()).mount(place)
  apps.push(app)
  const row = place.querySelector('article')
  if (!row) throw new Error('no row')
  const description = () => document.getElementById(row.getAttribute('aria-describedby') ?? '')?.textContent
  return { row, act, description, heading: () => row.querySelector('.head .author')?.textContent ?? '', tint: () => row.querySelector('.avatar')?.className }
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

const labels = (row: Element) => [...row.querySelectorAll('[role=toolbar] button')].map((button) => button.getAttribute('aria-label'))

test('in a locked topic an own message can only be linked to and deleted', () => {
  expect(labels(rowOf(message(1), { locked: true }).row)).toEqual(['Copy link', 'Delete'])
  expect(labels(rowOf(message(1)).row)).toEqual(['Reply', 'Copy link', 'Edit', 'Delete'])
})

test('the messages of others can be reported, and deleted by whoever may', () => {
  expect(labels(rowOf(message(1), { mine: false }).row)).toEqual(['Reply', 'Copy link', 'Report'])
  expect(labels(rowOf(message(1), { mine: false, mayDelete: true }).row)).toEqual(['Reply', 'Copy link', 'Report', 'Delete'])
})

test('what was edited leads to its earlier texts', () => {
  const { row, act } = rowOf(message(1, { editedAt: message(2).createdAt }))
  row.querySelector<HTMLButtonElement>('button.edited')?.click()
  expect(act).toHaveBeenCalledWith('history')
  expect(rowOf(message(1)).row.querySelector('.edited')).toBeNull()
})
