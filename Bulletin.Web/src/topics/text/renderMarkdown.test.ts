import './testingNodeNames'
import { expect, test } from 'vitest'
import { renderMarkdown } from './renderMarkdown'

function rendered(text: string): HTMLElement {
  const root = document.createElement('div')
  root.append(renderMarkdown(text))
  return root
}

const text = (root: Element | null | undefined) => root?.textContent.replaceAll(/\s+/g, ' ').trim()

test('a list keeps the number it begins with', () => {
  expect(rendered('1986. What a year!').querySelector('ol')?.getAttribute('start')).toBe('1986')
  const steps = rendered('1. a\n\n```\ncode\n```\n\n2. b')
  expect([...steps.querySelectorAll('ol')].map((list) => list.getAttribute('start'))).toEqual([null, '2'])
})

test('numbers that jump stay, and all the same number leaves the counting to the list', () => {
  const values = (list: string) => [...rendered(list).querySelectorAll('li')].map((item) => item.getAttribute('value'))
  expect(values('3. a\n5. b\n6. c')).toEqual([null, '5', null])
  expect(values('1. a\n1. b\n1. c')).toEqual([null, null, null])
})

test.each([['8. a\n9. b', ''], ['9. a\n10. b', 'digits-2'], ['99. a\n100. b', 'digits-3'], ['1986. a', 'digits-4'], ['123456. a', 'digits-more']])(
  'the list %j has room for its longest number', (list, room) => {
    expect(rendered(list).querySelector('ol')?.className).toBe(room)
  },
)

test('a line without the mark of a quotation ends it', () => {
  expect(text(rendered('> shall we meet at 5?\nYes').querySelector('blockquote'))).toBe('shall we meet at 5?')
  const twice = rendered('> > a\n> b\nc\n> d')
  expect([...twice.querySelectorAll('blockquote')].map(text)).toEqual(['a b', 'a', 'd'])
  expect(text(rendered('- > a\nb').querySelector('li'))).toBe('a')
})

test('a line that is not indented ends the paragraph of a list item', () => {
  const items = (list: string) => [...rendered(list).querySelectorAll('li')].map(text)
  expect(items('- milk\n- eggs\nthanks!')).toEqual(['milk', 'eggs'])
  expect(items('- milk\n  and cream\n- eggs')).toEqual(['milk and cream', 'eggs'])
  expect(items('10. ten\n  and a half')).toEqual(['ten and a half'])
})

test.each(['[abc]: https://example.com/', '[a]:[b]', '> ', '- ', '```\n```', '\u200b', '|||\n|-|-|'])('%j shows its plain words, not nothing', (words) => {
  expect(rendered(words).textContent.trim()).toBe(words.trim())
})

test('a rule is something to see', () => {
  expect(rendered('---').innerHTML).toContain('<hr>')
})

test('what lies deeper than the parser looks is shown plain', () => {
  const words = `hello\n\n${'>'.repeat(120)} deep`
  expect(rendered(words).textContent).toBe(words)
})

test('words behind a fence are its language only if they are one, with code below', () => {
  expect(rendered('```js\nf()\n```').querySelector('code')?.className).toBe('language-js')
  expect(rendered('hi\n```echo hi\n```').querySelector('pre')?.textContent).toBe('echo hi\n')
  expect(rendered('```let a = 1\nlet b\n```').querySelector('pre')?.textContent).toBe('let a = 1\nlet b\n')
})

test('cells beyond the last column stay in the last cell', () => {
  const cells = [...rendered('a|b\n-|-\n1|2|3|4\n5|6').querySelectorAll('td')].map(text)
  expect(cells).toEqual(['1', '2 | 3|4', '5', '6'])
})

test('columns are aligned by class, as the policy forbids style', () => {
  const table = rendered('|a|b|c|d|\n|:--|:-:|--:|---|\n|1|2|3|4|')
  expect([...table.querySelectorAll('td')].map(({ className }) => className)).toEqual(['left', 'center', 'right', ''])
  expect(table.innerHTML).not.toContain('style')
})

test('bold beside Chinese and Japanese punctuation is bold', () => {
  expect(text(rendered('**重要：**请看').querySelector('strong'))).toBe('重要：')
  expect(text(rendered('**「強調」**です').querySelector('strong'))).toBe('「強調」')
})

test.each([String.raw`¯\_(ツ)_/¯`, String.raw`_so_ ¯\_(ツ)_/¯ it _is_`])('the shrug in %j keeps both arms', (words) => {
  expect(rendered(words).textContent).toContain(String.raw`¯\_(ツ)_/¯`)
})

test('lists and quotations take their direction from their content, code never does', () => {
  const root = rendered('- עברית\n- `--force`\n\n> عربي\n>\n> - نعم\n\n```\na\n```\n\n<https://example.org/>')
  expect([...root.querySelectorAll('ul, blockquote, p')].map(({ tagName, parentElement }, index) => [tagName, parentElement === root, index])).toHaveLength(5)
  for (const element of root.querySelectorAll('*')) {
    const outer = element.parentElement?.closest('ul, blockquote')
    if (element.matches('ul, blockquote, p') && !outer) expect(element.getAttribute('dir')).toBe('auto')
    if (element.matches('li, p, ul') && outer) expect(element.hasAttribute('dir')).toBe(false)
    if (element.matches('code, pre')) expect(element.getAttribute('dir')).toBe('ltr')
    if (element.matches('a')) expect(element.getAttribute('dir')).toBe('auto')
  }
})

test('what is nested deeper than six levels is not indented further', () => {
  const quotes = [...rendered('>'.repeat(16) + ' a').querySelectorAll('blockquote')]
  expect(quotes.map((quote) => quote.classList.contains('deep'))).toEqual(Array.from({ length: 16 }, (_, depth) => depth >= 6))
})
