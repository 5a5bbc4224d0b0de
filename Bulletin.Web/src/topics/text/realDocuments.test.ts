import './testingNodeNames'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { renderMarkdown } from './renderMarkdown'
import { missing, told, withoutEntities } from './testingLetters'

const longest = 4_000

/** Real documents: the readmes and changelogs of the packages pinned in the lock file. */
const documents = readdirSync('node_modules', { recursive: false, encoding: 'utf8' })
  .filter((name) => /^[a-z]/.test(name))
  .flatMap((name) => readdirSync(`node_modules/${name}`).map((file) => `${name}/${file}`))
  .filter((path) => /\/(?:readme|changelog|history)\.md$/i.test(path))

/** The beginning of a document, up to the length limit of a message. */
const beginning = (path: string): string => [...readFileSync(`node_modules/${path}`, 'utf8')].slice(0, longest).join('')

/** List items are numbered from the first, whatever numbers they have. */
const withoutNumbers = (source: string): string => source.replaceAll(/^[\s>]*\d+[.)](?=\s)/gm, '')

test('there are enough of them', () => {
  expect(documents.length).toBeGreaterThanOrEqual(31)
})

test.each(documents)('every letter of %s can be found in its rendering', (path) => {
  const source = beginning(path)
  expect(missing(withoutNumbers(withoutEntities(source)), told(renderMarkdown(source)))).toBe('')
})
