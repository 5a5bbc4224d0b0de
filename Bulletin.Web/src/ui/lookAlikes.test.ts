import { expect, test } from 'vitest'
import { asciiOf, skeletonOf } from './lookAlikes'

/** The Unicode version of the server's table. To regenerate the table, change this and run with --update. */
const unicode = '17.0'

const hex = (text: string) => Array.from(text, (one) => (one.codePointAt(0) ?? 0).toString(16)).join(' ')

/** Each ASCII text with the characters that look like it. A sign of several letters, such as ™, is used beside a name, not in it. */
function table(): string {
  const sources = new Map<string, string[]>()
  for (let code = 0x80; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const one = String.fromCodePoint(code)
    const looks = asciiOf(one)
    if (!/^[ -~]+$/.test(looks) || (looks.length > 1 && /\p{So}/u.test(one))) continue
    sources.set(looks, [...(sources.get(looks) ?? []), one])
  }
  const lines = Array.from(sources, ([looks, ones]) => `${hex(looks)}<${hex(ones.join(''))}\n`)
  return `# What looks like ASCII. Made by lookAlikes.test.ts of the web client, with Unicode ${unicode}.\n${lines.join('')}`
}

test.runIf(process.versions.unicode === unicode)('the server takes the same characters for ASCII as the browser does', async () => {
  await expect(table()).toMatchFileSnapshot('../../../Bulletin.Grains/Names/lookalikes.txt')
})

test.each([
  ['annal', 'anna1'], ['annal', 'ANNAI'], ['anna1', 'annaI'], ['anna|', 'annal'], ['bob', 'b0b'], ['B0B', 'bob'], ['marnie', 'mamie'], ['vvill', 'will'],
  ['Аdа', 'Ada'], ['ﬁn', 'fin'], ['ａｄａ', 'ada'], ['ᴀᴅᴀ', 'ada'], ['ᵃᵈᵃ', 'ada'], ['𝛂d𝛂', 'ada'], ['ꜰin', 'fin'], ['🅰da', 'ada'], ['a\u200bda', 'ada'],
])('%s looks like %s', (one, other) => {
  expect(skeletonOf(one)).toBe(skeletonOf(other))
})

test.each([['Clara', 'Dara'], ['José', 'Jose'], ['ada', 'ida'], ['Иван', 'Ivan'], ['bob2', 'bobz'], ['Neil', 'Nell']])('%s does not look like %s', (one, other) => {
  expect(skeletonOf(one)).not.toBe(skeletonOf(other))
})
