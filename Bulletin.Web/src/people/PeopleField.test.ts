import { createApp, h, nextTick, shallowRef } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTokens } from '../api/client'
import type { User } from '../api/types'
import { user } from '../testing'
import PeopleField from './PeopleField.vue'

const apps: { unmount: () => void }[] = []
beforeEach(() => {
  vi.useFakeTimers()
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const query = new URL(url).searchParams.get('query') ?? ''
    return Promise.resolve(Response.json({ items: ['ben', 'bella', 'cleo'].filter((name) => name.startsWith(query)).map(user), next: null }))
  })
})
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function field(without: string[] = []) {
  const people = shallowRef<readonly User[]>([])
  const place = document.body.appendChild(document.createElement('div'))
  let sent = 0
  const send = (event: Event) => { event.preventDefault(); sent++ }
  const app = createApp(() => h('form', { onSubmit: send }, [h(PeopleField, { label: 'People', without, modelValue: people.value, 'onUpdate:modelValue': (chosen: readonly User[]) => void (people.value = chosen) }), h('button', { type: 'submit', class: 'go' }, 'Go')]))
  app.mount(place)
  apps.push(app)
  const input = place.querySelector('input')
  if (!input) throw new Error('no field')
  const type = async (words: string) => {
    input.value = words
    input.dispatchEvent(new Event('input'))
    await vi.advanceTimersByTimeAsync(200)
  }
  /** Returns whether the key was meant for the field alone. */
  const press = async (key: string) => {
    let isHeard = false
    document.body.addEventListener('keydown', () => (isHeard = true), { once: true })
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
    input.dispatchEvent(event)
    await nextTick()
    return !isHeard
  }
  const options = () => [...place.querySelectorAll('[role=option] .name')].map(({ textContent }) => textContent)
  const go = async () => {
    place.querySelector<HTMLButtonElement>('.go')?.click()
    await nextTick()
    return sent
  }
  const wrong = () => place.querySelector('.wrong')?.textContent
  return { go, wrong, place, input, type, press, options, names: () => people.value.map(({ username }) => username) }
}

test('people are chosen with the keyboard alone, each once', async () => {
  const { type, press, options, names, input } = field(['bella'])
  await type('@b')
  expect(options()).toEqual(['ben'])
  await press('Enter')
  expect([names(), input.value, options()]).toEqual([['ben'], '', []])
  await type('b')
  expect(options()).toEqual([])
  await type('c')
  await press('Tab')
  expect(names()).toEqual(['ben', 'cleo'])
  await press('Backspace')
  expect(names()).toEqual(['ben'])
})

test('Escape closes the list first, and only then what is around it', async () => {
  const { type, press, options } = field()
  await type('b')
  expect(options()).toEqual(['ben', 'bella'])
  expect(await press('Escape')).toBe(true)
  expect(options()).toEqual([])
  expect(await press('Escape')).toBe(false)
})

test('somebody who was chosen is left out again with a button', async () => {
  const { type, press, place, names } = field()
  await type('ben')
  await press('Enter')
  place.querySelector<HTMLButtonElement>('[aria-label="Leave out ben"]')?.click()
  expect(names()).toEqual([])
})

test('a name that nobody was chosen by is not dropped without a word', async () => {
  const { type, press, go, wrong, input, names } = field()
  await type('nobody')
  expect(wrong()).toBe('')
  expect([await go(), wrong()]).toEqual([0, 'Choose somebody from the list, or clear the field.'])
  expect(document.activeElement).toBe(input)
  await type('ben')
  expect(wrong()).toBe('')
  await press('Enter')
  expect([names(), await go(), wrong()]).toEqual([['ben'], 1, ''])
  await type('nobody')
  await press('Enter')
  expect(wrong()).toBe('Choose somebody from the list, or clear the field.')
  await type('')
  expect([await go(), wrong()]).toEqual([2, ''])
})
