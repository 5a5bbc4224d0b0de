import { expect, test } from 'vitest'
import { wordAt } from './wordAt'

test.for([
  [':ta', { kind: 'emoji', query: 'ta', from: 0, to: 3 }],
  ['so :+1', { kind: 'emoji', query: '+1', from: 3, to: 6 }],
  ['ask @jo', { kind: 'person', query: 'jo', from: 4, to: 7 }],
  ['(@j', { kind: 'person', query: 'j', from: 1, to: 3 }],
] as const)('%s begins a word that can be completed', ([text, word]) => {
  expect(wordAt(text, text.length)).toEqual(word)
})

test.for([':', ':t', 'at 10:30', 'a:tada', 'me@example.org', '@', 'https://x', ':tada: '])('%s does not', (text) => {
  expect(wordAt(text, text.length)).toBeNull()
})

test.for(['Ив', 'Él', 'E\u0301l', 'Łu', 'ολγ', 'שי', 'مح', 'प्र', '山田', '지', 'O’Br', 'jo-anne', '𠮷'])('@%s begins the name of a person', (query) => {
  for (const before of ['', 'ask ', '(', '«', '“', '（', '请问', 'です。']) {
    const text = `${before}@${query}`
    expect(wordAt(text, text.length)).toEqual({ kind: 'person', query, from: before.length, to: text.length })
  }
})

test.for(['почта@пример', 'é@él', 'me@山', 'ask @.', '@\u0301'])('%s begins none', (text) => {
  expect(wordAt(text, text.length)).toBeNull()
})

test('only the word at the cursor counts', () => {
  expect(wordAt(':tada and more', 5)).toEqual({ kind: 'emoji', query: 'tada', from: 0, to: 5 })
  expect(wordAt(':tada and more', 14)).toBeNull()
})
