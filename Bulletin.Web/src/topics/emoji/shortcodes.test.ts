import { expect, test } from 'vitest'
import { replaceOutsideCode, searchEmoji } from './shortcodes'

test('the emoji of just that name comes first, then those whose names begin with it', () => {
  expect(searchEmoji('tea', 3).map(({ names }) => names[0])).toEqual(['tea', 'teapot', 'teacher'])
  expect(searchEmoji('no such emoji', 3)).toEqual([])
})

test('shortcodes in code and addresses stay as written', () => {
  expect(replaceOutsideCode(':tada: `:tada:` https://example.org/:tada:')).toBe('🎉 `:tada:` https://example.org/:tada:')
})
