import { expect, test } from 'vitest'
import { nextPage } from './nextPage'

test('who had to log in goes on to where they wanted to go', () => {
  expect(nextPage({ query: { next: '/topics/42' } })).toBe('/topics/42')
  expect(nextPage({ query: {} })).toBe('/topics')
})

test('nobody is sent to a stranger', () => {
  for (const next of ['https://evil.example', '//evil.example', 'javascript:alert(1)', ['/a', '/b']]) expect(nextPage({ query: { next } })).toBe('/topics')
})

test('what must not be sent to the server is carried behind the #', () => {
  expect(nextPage({ query: { next: '/invite' }, hash: '#token' })).toBe('/invite#token')
  expect(nextPage({ query: { next: '/invite#other' }, hash: '#token' })).toBe('/invite#other')
  expect(nextPage({ query: {}, hash: '#token' })).toBe('/topics')
})
