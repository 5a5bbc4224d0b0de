import { expect, test } from 'vitest'
import { markMentions } from './markMentions'
import type { Mentions } from './mentions'

const ada = { username: 'ada', name: '@Ada Lovelace', isMe: true }
const ben = { username: 'ben', name: '@ben', isMe: false }

/** A text with its pills in brackets, one's own with an exclamation mark. */
function shown(html: string, mentions: Partial<Mentions>): string {
  const place = document.createElement('div')
  place.innerHTML = html
  markMentions(place, { people: [], strangers: 0, all: false, ...mentions })
  for (const pill of place.querySelectorAll('.mention')) pill.textContent = `[${pill.textContent}${pill.matches('.mine') ? '!' : ''}]`
  return place.textContent ?? ''
}

test('a mention shows the name of the person', () => {
  expect(shown('<p>ask @ada, or @ben.</p>', { people: [ada, ben] })).toBe('ask [@Ada Lovelace!], or [@ben].')
})

test('a mention is found in any case', () => {
  expect(shown('<p>@ADA</p>', { people: [ada] })).toBe('[@Ada Lovelace!]')
})

test('a dot at the end may be part of a name', () => {
  const dotted = { username: 'dot.', name: '@Dot', isMe: false }
  expect(shown('<p>@dot. and @ada...</p>', { people: [dotted, ada] })).toBe('[@Dot] and [@Ada Lovelace!]...')
})

test('where words are written without spaces, a mention needs none', () => {
  expect(shown('<p>请问@ada在吗</p>', { people: [ada] })).toBe('请问[@Ada Lovelace!]在吗')
})

test('the username stays in the tooltip of another name', () => {
  const place = document.createElement('p')
  place.textContent = '@ada'
  markMentions(place, { people: [ada], strangers: 0, all: false })
  expect(place.querySelector('bdi')?.title).toBe('@ada')
})

test.each(['code', 'pre', 'blockquote', 'a'])('in <%s> nobody is mentioned', (tag) => {
  expect(shown(`<${tag}>@ada</${tag}> @ada`, { people: [ada] })).toBe('@ada [@Ada Lovelace!]')
})

test.each(['me@ada', 'x/@ada', '@adas', '@ada@example.org', 'é@ada', '@@ada', '@adaß', '@al'])('%s mentions nobody', (text) => {
  expect(shown(`<p>@ada, ${text}</p>`, { people: [ada] })).toBe(`[@Ada Lovelace!], ${text}`)
})

test('a word that names none of the mentioned stays as it is', () => {
  expect(shown('<p>@ada and @nobody</p>', { people: [ada] })).toBe('[@Ada Lovelace!] and @nobody')
})

test('whose name is not known is shown by username', () => {
  expect(shown('<p>@ada and @cleo</p>', { people: [ada], strangers: 1 })).toBe('[@Ada Lovelace!] and [@cleo]')
})

test('whoever was renamed since is shown as written', () => {
  expect(shown('<p>@benjamin</p>', { people: [ben] })).toBe('[@benjamin]')
})

test('everybody is mentioned only if the server says so', () => {
  expect(shown('<p>@all</p>', { all: true })).toBe('[@all!]')
  expect(shown('<p>@ada @all</p>', { people: [ada] })).toBe('[@Ada Lovelace!] @all')
})

test('a name with markup in it stays a name', () => {
  expect(shown('<p>@ben</p>', { people: [{ ...ben, name: '@<img src=x>' }] })).toBe('[@<img src=x>]')
})
