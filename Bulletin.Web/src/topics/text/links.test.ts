import './testingNodeNames'
import { expect, test } from 'vitest'
import { renderMarkdown } from './renderMarkdown'

function link(text: string): HTMLAnchorElement | null {
  const root = document.createElement('div')
  root.append(renderMarkdown(text))
  return root.querySelector('a')
}

test('a link without words shows its address', () => {
  expect(link('[](https://example.com)')?.textContent).toBe('https://example.com')
  expect(link('[\u200b](https://example.com)')?.textContent).toBe('https://example.com')
})

test.each(['[a](/topics/x)', '[a](javascript:alert(1))', '<foo:bar>'])('%s leads nowhere and stays as written', (words) => {
  expect(link(words)).toBeNull()
  expect(renderMarkdown(words).textContent.trim()).toBe(words)
})

test('a link without an address becomes its words', () => {
  expect(link('[a]()')).toBeNull()
  expect(renderMarkdown('[*a* b]()').textContent.trim()).toBe('a b')
})

test.each(['tel:+441632960001', 'ftp://example.org/a', 'mailto:tea@example.org'])('%s can be followed', (address) => {
  expect(link(`[a](${address})`)?.getAttribute('href')).toBe(address)
})

test('an address that is not the words is told by the tooltip, with the title', () => {
  expect(link('[minutes](https://example.org/a "of Monday")')?.title).toBe('https://example.org/a\nof Monday')
  expect(link('https://example.org/a')?.title).toBe('')
  expect(link('https://example.org/%C3%A4')?.title).toBe('https://example.org/%C3%A4')
})

test.each([
  ['[https://bank.example](https://evil.example/x)', 'evil.example'],
  ['[bank.example](https://evil.example/bank.example)', 'evil.example'],
  ['<https://bank.example@evil.example/>', 'evil.example'],
  ['[words](https://bank.example@evil.example/)', 'evil.example'],
  ['https://аpple.com', 'xn--pple-43d.com'],
  ['[bank．example](https://evil.example)', 'evil.example'],
  ['[bank。example](https://evil.example)', 'evil.example'],
  ['[bank\u200b.example](https://evil.example)', 'evil.example'],
  ['http://[2001:db8::1]/', undefined],
  ['https://xn--pple-43d.com', undefined],
  ['https://пример.рф/', undefined],
  ['https://example.org/README.md', undefined],
  ['[Example.org](https://example.org/a)', undefined],
  ['[the minutes](https://example.org)', undefined],
])('%s shows the host %s beside its words', (text, host) => {
  expect(link(text)?.dataset['host']).toBe(host)
})

test('a link to a topic here is followed within the page, every other one in a tab of its own', () => {
  const { origin } = globalThis.location
  for (const path of ['/topics/x', '/topics/x/7', '/topics/x/7/', '/topics/x?from=mail']) expect(link(`${origin}${path}`)?.target).toBe('')
  const others = [`${origin}/`, `${origin}/topics`, `${origin}/topics/x/y`, `${origin}/docs`, `${origin}.evil.example/topics/x`, 'https://example.org/topics/x']
  for (const other of [...others, origin.replace('//', '//user@') + '/topics/x']) {
    expect([other, link(`<${other}>`)?.target, link(`<${other}>`)?.rel]).toEqual([other, '_blank', 'noopener noreferrer nofollow'])
  }
})

test('a punycode host stays as written', () => {
  expect(link('https://xn--pple-43d.com')?.textContent).toBe('https://xn--pple-43d.com')
})

test('nothing in the words of a link turns them around', () => {
  expect(link('[**\u202egro.elpmaxe**](https://evil.example)')?.textContent).toBe('gro.elpmaxe')
})
