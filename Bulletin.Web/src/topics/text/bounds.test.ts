import './testingNodeNames'
import { expect, test } from 'vitest'
import { highlightCode } from './highlightCode'
import { renderMarkdown } from './renderMarkdown'

const fill = (piece: string, start = '') => (start + piece.repeat(4000)).slice(0, 4000)
const columns = (count: number) => `${'a|'.repeat(count)}\n${'-|'.repeat(count)}\n`

test.each([
  fill('1\n', columns(400)), fill('1\n', columns(2)), fill('|1|2|\n', columns(2)), fill('1\n', `> ${columns(300).replace('\n', '\n> ').trim()}\n> `),
  fill('a\n'), fill('*a* '), fill('`a` '), fill('- a\n'), fill('> '), fill('- '), fill('[a](b:c)'), fill('[a](tel:1) '), fill('http://a '), fill('['), fill('*a **b '),
  fill('$', '```java\n'), fill('{', '```js\n'), fill('"a" ', '```json\n'), fill('```c\n1;\n```\n'), fill('<a>', '```xml\n'), fill('1\n\n'), fill('a|b\n-|-\n\n'),
].map((text) => [text.slice(0, 12), text]))('%j up to 4,000 characters makes a bounded number of elements', (_, text) => {
  const content = renderMarkdown(text)
  highlightCode(content)
  expect(content.querySelectorAll('*').length).toBeLessThan(1500)
  expect(content.querySelectorAll('td, th').length).toBeLessThanOrEqual(1000)
})

test('a table too large is shown as it was written', () => {
  const text = fill('1\n', columns(400))
  expect(renderMarkdown(text).textContent).toBe(text)
})

test('code is coloured up to some length', () => {
  const coloured = (text: string) => {
    const content = renderMarkdown(text)
    highlightCode(content)
    return content.querySelectorAll('pre span').length
  }
  const line = 'let a = 1\n'
  expect(coloured(`\`\`\`js\n${line.repeat(100)}\`\`\``)).toBeGreaterThan(0)
  expect(coloured(`\`\`\`js\n${line.repeat(201)}\`\`\``)).toBe(0)
})
