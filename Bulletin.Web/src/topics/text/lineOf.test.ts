import './testingNodeNames'
import { expect, test } from 'vitest'
import { lineNow, lineOf } from './richText'

test.each([
  ['a **bold** word and `code`', 'a bold word and code'],
  ['- one\n- two\n\nand three', 'one two and three'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
  ['[words](https://example.org) :tea:', 'words 🍵'],
  ['<b>not</b> markup & so on', '<b>not</b> markup & so on'],
  ['stars that **stay', 'stars that **stay'],
  ['---', '---'],
  ['[abc]: https://example.com/', '[abc]: https://example.com/'],
  ['Tom &amp; Jerry', 'Tom & Jerry'],
  [`**${'a'.repeat(300)}**`, 'a'.repeat(200)],
])('on one line %j is %j', async (text, line) => {
  expect(await lineOf(text)).toBe(line)
  expect(lineNow(text)).toBe(line)
})

test('plain words are their own line without anything loaded', () => {
  expect(lineNow('How are you?')).toBe('How are you?')
})
