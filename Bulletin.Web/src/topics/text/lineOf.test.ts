import { expect, test } from 'vitest'
import { lineNow, lineOf } from './richText'

test.each([
  ['a **bold** word and `code`', 'a bold word and code'],
  ['- one\n- two\n\nand three', 'one two and three'],
  ['| a | b |\n|---|---|\n| 1 | 2 |', 'a b 1 2'],
  ['[words](https://example.org) :tea:', 'words 🍵'],
  ['<b>not</b> markup & so on', '<b>not</b> markup & so on'],
  ['cut off in the **middle', 'cut off in the **middle'],
])('on one line %j is %j', async (text, line) => {
  expect(await lineOf(text)).toBe(line)
  expect(lineNow(text)).toBe(line)
})

test('plain words are their own line without anything loaded', () => {
  expect(lineNow('How are you?')).toBe('How are you?')
})
