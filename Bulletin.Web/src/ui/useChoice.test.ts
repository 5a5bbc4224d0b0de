import { effectScope } from 'vue'
import { beforeEach, expect, test } from 'vitest'
import { useChoice } from './useChoice'

beforeEach(() => localStorage.clear())

const chosen = () => effectScope().run(() => useChoice('colour', ['red', 'blue'], 'red'))

test('a choice is kept', () => {
  const first = chosen()
  if (first) first.value = 'blue'
  expect(chosen()?.value).toBe('blue')
})

test('what is no choice is the usual one', () => {
  localStorage.setItem('colour', 'green')
  expect(chosen()?.value).toBe('red')
})

test('a choice follows that of another tab', () => {
  const choice = chosen()
  localStorage.setItem('colour', 'blue')
  globalThis.dispatchEvent(new StorageEvent('storage', { key: 'colour' }))
  expect(choice?.value).toBe('blue')
})
