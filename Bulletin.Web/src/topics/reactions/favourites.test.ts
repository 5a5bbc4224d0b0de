import { beforeEach, expect, test } from 'vitest'
import { quickEmoji, rememberEmoji } from './favourites'

beforeEach(() => localStorage.clear())

const react = (...emoji: string[]) => { for (const one of emoji) rememberEmoji('ada', one) }

test('until somebody reacts, the usual emoji are offered', () => {
  expect(quickEmoji('ada')).toEqual(['👍', '❤️', '😂'])
})

test('the emoji used most come first, of equals the later one', () => {
  react('🎉', '🎉', '🍵', '🚀')
  expect(quickEmoji('ada')).toEqual(['🎉', '🚀', '🍵'])
})

test('an emoji is offered once', () => {
  react('❤️')
  expect(quickEmoji('ada')).toEqual(['❤', '👍', '😂'])
})

test('only the latest reactions count', () => {
  react(...Array<string>(30).fill('🎉'), ...Array<string>(30).fill('🍵'))
  expect(quickEmoji('ada')).toEqual(['🍵', '👍', '❤️'])
})

test('each account has its own', () => {
  react('🎉')
  expect(quickEmoji('ben')).toEqual(['👍', '❤️', '😂'])
})

test('an entry that cannot be read counts for nothing', () => {
  localStorage.setItem('bulletin.emoji.ada', '{"broken"')
  expect(quickEmoji('ada')).toEqual(['👍', '❤️', '😂'])
})
