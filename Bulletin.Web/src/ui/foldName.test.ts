import { expect, test } from 'vitest'
import { foldName } from './foldName'

/** The Unicode version of the server's table. To regenerate the table, change this and run with --update. */
const unicode = '17.0'

const hex = (code: number) => code.toString(16)

/** Each result with the characters that fold to it. Hangul syllables are computed, not listed. */
function table(): string {
  const sources = new Map<string, [first: number, last: number][]>()
  for (let code = 0; code <= 0x10ffff; code++) {
    if ((code >= 0xac00 && code <= 0xd7a3) || (code >= 0xd800 && code <= 0xdfff)) continue
    const letter = String.fromCodePoint(code)
    // Leading and trailing white space is trimmed; here it counts.
    const folded = foldName(`|${letter}|`).slice(1, -1)
    if (folded === letter) continue
    const outcome = Array.from(folded, (one) => hex(one.codePointAt(0) ?? 0)).join(' ')
    const ranges = sources.get(outcome) ?? []
    const last = ranges.at(-1)
    if (last?.[1] === code - 1) last[1] = code
    else ranges.push([code, code])
    sources.set(outcome, ranges)
  }
  const lines = Array.from(sources, ([outcome, ranges]) =>
    `${outcome}<${ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`)).join(' ')}\n`)
  return `# What each character of a name folds to. Made by foldName.test.ts of the web client, with Unicode ${unicode}.\n${lines.join('')}`
}

test.runIf(process.versions.unicode === unicode)('the server folds every character as the browser does', async () => {
  await expect(table()).toMatchFileSnapshot('../../../Bulletin.Grains/Names/folding.txt')
})

test.each([
  ['CAFÉ', 'cafe'], ['cafe\u0301', 'cafe'], ['İstanbul', 'istanbul'], ['ISPARTALI', 'ıspartalı'], ['Straße', 'STRASSE'], ['ΟΔΟΣ', 'οδος'],
  ['Łódź', 'lodz'], ['ﬁn ＡＢ', 'fin ab'], ['שָׁלוֹם', 'שלום'], ['كِتَاب', 'كتاب'], ['한국', '한국'.normalize('NFD')], ['ﾊﾟﾝ', 'パン'], ['  a \u00a0 b ', 'a b'],
])('%s is %s', (one, other) => {
  expect(foldName(one)).toBe(foldName(other))
})

test.each([['か', 'が'], ['हिन्दी', 'हनद'], ['山', '川'], ['ไทย', 'ไท'], ['Ada', 'Аda']])('%s is not %s', (one, other) => {
  expect(foldName(one)).not.toBe(foldName(other))
})
