import './testingNodeNames'
import { expect, test } from 'vitest'
import { emojiNamed } from '../emoji/shortcodes'
import { renderMarkdown } from './renderMarkdown'

const shown = (text: string) => renderMarkdown(text, emojiNamed).textContent.trim()

test.each([
  [':tada: a (:tea:) ":tea:", **:tada:**!', '🎉 a (🍵) "🍵", 🎉!'],
  [':tada::tea:', '🎉🍵'],
  ['[:tada: party](https://example.org)', '🎉 party'],
  ['おめでとう:tada:！', 'おめでとう🎉！'],
  [':tada:\n:tea:', '🎉\n🍵'],
])('%j becomes emoji', (text, emoji) => {
  expect(shown(text)).toBe(emoji)
})

test.each([
  'root:x:0:0:root:/root:/bin/bash', '2001:db8:a:b::1', '2001:db8:100:', '00:de:ad:be:ef:00', 'http://x.org:on:', 'https://example.org/:tada:',
  'user:id:name', ':constructor:', ':nope:', ':tada::nope:', ':a:b', '::x::1',
])('%j stays as written', (text) => {
  expect(shown(text)).toBe(text)
})

test.each([
  ['`:tada:`', ':tada:'], ['`` `:tada: ``', '`:tada:'], ['```\n:tada:\n```', ':tada:'], ['~~~\n:tada:\n~~~', ':tada:'], ['a\n\n    :tada:', 'a\n:tada:'],
  [String.raw`\:tada:`, ':tada:'],
])('code stays code in %j', (text, code) => {
  expect(shown(text)).toBe(code)
})
