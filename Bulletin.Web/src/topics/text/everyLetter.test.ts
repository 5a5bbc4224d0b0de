import './testingNodeNames'
import { expect, test } from 'vitest'
import { renderMarkdown } from './renderMarkdown'

const samples = import.meta.glob<string>('./samples/*', { query: '?raw', import: 'default', eager: true })

/** What a reader can find out: words, numbers of lists, addresses and tooltips, languages of code. */
function told(node: Node): string {
  const words = [...node.childNodes].map(told).join('')
  if (!(node instanceof HTMLElement)) return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : words
  const address = node.getAttribute('href') ?? ''
  return [numberOf(node), languageOf(node), words, address, decodeURI(address), node.title].join(' ')
}

function numberOf(item: HTMLElement): string {
  const list = item.parentElement
  if (item.tagName !== 'LI' || list?.tagName !== 'OL') return ''
  let number = Number(list.getAttribute('start') ?? 1) - 1
  for (const each of list.children) {
    number = Number(each.getAttribute('value') ?? number + 1)
    if (each === item) break
  }
  return String(number)
}

const languageOf = (code: HTMLElement) => code.className.match(/language-(.*)/)?.[1] ?? ''

const letters = (text: string): string[] => text.match(/[\p{L}\p{N}]/gu) ?? []

/** The rest of the letters, from the first that is missing on. */
function missing(source: string, rendering: string): string {
  const rest = letters(source)
  for (const letter of letters(rendering)) if (letter === rest[0]) rest.shift()
  return rest.join('')
}

/** Entities stand for one character. */
const withoutEntities = (source: string) => source.replaceAll(/&(?:amp|lt|gt|copy|#x202e);/g, '')

test.each(Object.entries(samples))('every letter of %s can be found in its rendering', (_, source) => {
  expect(missing(withoutEntities(source), told(renderMarkdown(source)))).toBe('')
})

test.each(Object.entries(samples))('every letter of each line of %s can be found in its rendering', (_, source) => {
  for (const line of source.split('\n')) expect(missing(withoutEntities(line), told(renderMarkdown(line))), line).toBe('')
})

test('a letter that is missing is noticed', () => {
  expect(missing('abc', 'a-c')).toBe('bc')
})
