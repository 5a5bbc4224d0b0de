import './testingNodeNames'
import { expect, test } from 'vitest'
import { lineOf } from './richText'

test.each([
  ['a **long bold', 'a long bold'],
  ['a **long bold*', 'a long bold'],
  ['an **open *pair* and more', 'an open pair and more'],
  ['***both', 'both'],
  ['**done** and `code that', 'done and code that'],
  ['~~struck and [the minutes](https://example.org/a', 'struck and the minutes'],
  ['see [the minutes', 'see the minutes'],
  ['see <https://example.org/a', 'see https://example.org/a'],
  ['1 < 2 and <div', '1 < 2 and <div'],
  ['2 * 3 = 6 and snake_case', '2 * 3 = 6 and snake_case'],
  ['an *odd star\n\nthen **bold', 'an *odd star then bold'],
  ['ends with **', 'ends with'],
])('%j, cut off there, reads %j', async (text, line) => {
  expect(await lineOf(text, true)).toBe(line)
})
