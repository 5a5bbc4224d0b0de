import { expect, test } from 'vitest'
import { markMentions } from './markMentions'
import { makeOperable, operable } from './operableMentions'

/** A text that mentions Ada, whose name is known, and Cleo, whose name is not. */
function marked(): HTMLElement {
  const place = document.createElement('p')
  place.textContent = '@ada and @cleo'
  markMentions(place, { people: [{ username: 'ada', name: '@Ada Lovelace', isMe: false }], strangers: 1, all: false })
  return place
}

test('a mention of a known person is a button with the name of the person', () => {
  const place = marked()
  makeOperable(place, true)
  expect([...place.querySelectorAll('[role="button"]')].map((pill) => [pill.textContent, pill.getAttribute('aria-haspopup')])).toEqual([['@Ada Lovelace', 'dialog']])
})

test.each([[true, 0], [false, -1]])('whether the Tab key reaches it can change: %s', (reachable, tabIndex) => {
  const place = marked()
  makeOperable(place, !reachable)
  const pill = place.querySelector<HTMLElement>(operable)
  makeOperable(place, reachable)
  expect(place.querySelector<HTMLElement>(operable)).toBe(pill)
  expect(pill?.tabIndex).toBe(tabIndex)
})
