import { expect, test } from 'vitest'
import { message } from '../../testing'
import { mergeMessages, within } from './mergeMessages'

test('news in any order give one list in order of seq', () => {
  const held = mergeMessages([], [message(3), message(1)])
  expect(mergeMessages(held, [message(2)]).map(({ seq }) => seq)).toEqual([1, 2, 3])
})

test('a message replaces one of lower revision and yields to one of higher', () => {
  const edited = message(1, { revision: 5, text: 'edited' })
  expect(mergeMessages([message(1)], [edited])).toEqual([edited])
  expect(mergeMessages([edited], [message(1)])).toEqual([edited])
})

test('what is known already changes nothing, not even the list itself', () => {
  const held = [message(1), message(2)]
  expect(mergeMessages(held, [message(2), message(1)])).toBe(held)
})

test('any order of the same news, repeated or not, ends in the same list', () => {
  const news = [message(1), message(2), message(3), message(2, { revision: 4 }), message(1, { revision: 5 })]
  const expected = mergeMessages([], news)
  for (let turn = 0; turn < news.length; turn++) {
    const turned = [...news.slice(turn), ...news.slice(0, turn), ...news.slice(turn)]
    expect(turned.reduce((held, one) => [...mergeMessages(held, [one])], [...mergeMessages([], [])])).toEqual(expected)
  }
})

test('a stretch that does not reach the end takes nothing from beyond it', () => {
  const held = [message(4), message(5)]
  expect(within(held, [message(3), message(5), message(6)], false).map(({ seq }) => seq)).toEqual([5])
  expect(within(held, [message(3), message(5), message(6)], true).map(({ seq }) => seq)).toEqual([5, 6])
})
