import { expect, test } from 'vitest'
import { plainEmoji, withReaction } from './reactions'

const thumbs = { emoji: '👍', count: 2, users: ['ada', 'ben'] }

test('an emoji is the same with and without the sign that colours it', () => {
  expect(plainEmoji('❤️')).toBe(plainEmoji('❤'))
})

test('a new kind of reaction comes last', () => {
  expect(withReaction([thumbs], '🎉', 'cleo', true)).toEqual([thumbs, { emoji: '🎉', count: 1, users: ['cleo'] }])
})

test('one more of a kind is counted', () => {
  expect(withReaction([thumbs], '👍', 'cleo', true)).toEqual([{ emoji: '👍', count: 3, users: ['ada', 'ben', 'cleo'] }])
})

test('a reaction that is taken back is not counted', () => {
  expect(withReaction([thumbs], '👍', 'ben', false)).toEqual([{ emoji: '👍', count: 1, users: ['ada'] }])
})

test('a kind without a reaction is gone', () => {
  expect(withReaction([{ emoji: '🎉', count: 1, users: ['ada'] }], '🎉', 'ada', false)).toEqual([])
})

test('nothing changes for whoever has it as wished', () => {
  const reactions = [thumbs]
  expect([withReaction(reactions, '👍', 'ada', true), withReaction(reactions, '🎉', 'ada', false)]).toEqual([reactions, reactions])
})
