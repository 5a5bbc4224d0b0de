import { createApp, h } from 'vue'
import { expect, test } from 'vitest'
import type { Topic } from '../api/types'
import { topic } from '../testing'
import TopicSign from './TopicSign.vue'

function signOf(changes: Partial<Topic>) {
  const place = document.createElement('h1')
  createApp(() => h(TopicSign, { topic: topic('tea', changes) })).mount(place)
  return place
}

const shapes = (changes: Partial<Topic>) => [...signOf(changes).querySelectorAll('path')].map((path) => path.getAttribute('d'))

test('private, locked and resolved topics each have a sign of their own', () => {
  const [hidden, locked, resolved] = [{ access: 'private' } as const, { locked: true }, { resolvedAt: '2026-02-03T10:00:00.000Z' }]
  const each = [hidden, locked, resolved].flatMap(shapes)
  expect(new Set(each).size).toBe(3)
  expect(shapes({ ...hidden, ...locked, ...resolved })).toEqual(each)
  expect(signOf({ ...hidden, ...locked, ...resolved }).textContent?.trim()).toBe('Private, Locked, Resolved:')
  expect(signOf({}).textContent).toBe('')
})

test('the words of a sign do not determine the direction of the title', () => {
  const sign = signOf({ access: 'private' })
  // What has a direction of its own does not count.
  for (const isolated of sign.querySelectorAll('[dir]')) isolated.remove()
  expect(sign.textContent).not.toMatch(/\p{L}/u)
})
