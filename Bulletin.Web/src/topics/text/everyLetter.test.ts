import './testingNodeNames'
import { expect, test } from 'vitest'
import { missing, told, withoutEntities } from './testingLetters'
import { renderMarkdown } from './renderMarkdown'

const samples = import.meta.glob<string>('./samples/*', { query: '?raw', import: 'default', eager: true })

test.each(Object.entries(samples))('every letter of %s can be found in its rendering', (_, source) => {
  expect(missing(withoutEntities(source), told(renderMarkdown(source)))).toBe('')
})

test.each(Object.entries(samples))('every letter of each line of %s can be found in its rendering', (_, source) => {
  for (const line of source.split('\n')) expect(missing(withoutEntities(line), told(renderMarkdown(line))), line).toBe('')
})

test('a letter that is missing is noticed', () => {
  expect(missing('abc', 'a-c')).toBe('bc')
})
