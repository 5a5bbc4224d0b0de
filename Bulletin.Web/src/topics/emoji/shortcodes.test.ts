import { expect, test } from 'vitest'
import { emojiNamed, searchEmoji } from './shortcodes'

test('the emoji of just that name comes first, then those whose names begin with it', () => {
  expect(searchEmoji('tea', 3).map(({ names }) => names[0])).toEqual(['tea', 'teapot', 'teacher'])
  expect(searchEmoji('no such emoji', 3)).toEqual([])
})

test('what every object has is no emoji', () => {
  expect(emojiNamed('tada')).toBe('🎉')
  expect(emojiNamed('constructor')).toBeUndefined()
})
