import '../../topics/text/testingNodeNames'
import { expect, test } from 'vitest'
import { excerptOf, partsOf } from './excerpt'
import { markedLineOf } from './markedLine'

/** A text with brackets around what is marked. */
async function line(text: string, ...words: string[]): Promise<string> {
  const highlights = words.map((word) => [text.indexOf(word), word.length])
  return (await markedLineOf(text, highlights)).map((part) => (part.isMarked ? `[${part.text}]` : part.text)).join('')
}

test.each([
  ['the kettle is on', ['kettle'], 'the [kettle] is on'],
  ['the **kettle** is `on`', ['kettle', 'on'], 'the [kettle] is [on]'],
  ['- the kettle\n- a cup', ['kettle', 'cup'], 'the [kettle] a [cup]'],
  ['| a | kettle |\n|---|---|\n| 1 | 2 |', ['kettle'], 'a [kettle] 1 2'],
  ['明日の会議は十時です', ['会議'], '明日の[会議]は十時です'],
  ['👩‍👩‍👧 kettle 🎉', ['kettle'], '👩‍👩‍👧 [kettle] 🎉'],
  ['<b>kettle</b> & so on', ['kettle'], '<b>[kettle]</b> & so on'],
  ['see **https://kettle.example/cups**', ['kettle'], 'see https://[kettle].example/cups'],
  ['\ue000 is a kettle', ['kettle'], '\ue000 is a [kettle]'],
])('%j is shown with its marks', async (text, words, shown) => {
  expect(await line(text, ...words)).toBe(shown)
})

test('what is found where it would not be seen is shown as it was written', async () => {
  expect(await line('see [**this**](https://example.org/kettle)', 'kettle')).toBe('see [**this**](https://example.org/[kettle])')
})

test('of a long text, the part around the first mark is shown', async () => {
  const text = `${'before '.repeat(100)}kettle ${'after '.repeat(100)}`
  const shown = await line(text, 'kettle')
  expect(shown).toMatch(/^…before (before )+\[kettle\] (after )+\w*…$/)
  expect(shown.length).toBeLessThan(260)
})

test('a long text whose mark is at its beginning is cut at its end', async () => {
  expect(await line(`kettle ${'after '.repeat(100)}`, 'kettle')).toMatch(/^\[kettle\] (after )+\w*…$/)
})

test('no character is cut in two', () => {
  const text = `${'🎉'.repeat(300)}kettle${'🎉'.repeat(300)}`
  const excerpt = excerptOf(text, [[600, 6]])
  expect(excerpt.text).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/)
  expect(excerpt.text).toContain('kettle')
})

test('a mark that goes beyond the excerpt ends with it', () => {
  const { text, open, close } = excerptOf('x'.repeat(1000), [[0, 1000]])
  expect(partsOf(text, open, close)).toEqual([{ text: 'x'.repeat(240), isMarked: true }])
})

test('without marks, the beginning is shown', async () => {
  expect(await line('the **kettle**')).toBe('the kettle')
})
