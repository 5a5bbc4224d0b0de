import { createPinia, setActivePinia } from 'pinia'
import { ref } from 'vue'
import { beforeEach, expect, test } from 'vitest'
import { useSession } from '../../accounts/session'
import { user } from '../../testing'
import { usePersonCard } from './usePersonCard'

beforeEach(() => {
  setActivePinia(createPinia())
  useSession().user = user('ada')
})

/** A text with a mention, and the cards of the people known there. */
function textWith(mention: string) {
  const place = document.createElement('p')
  place.innerHTML = `ask ${mention}`
  const cards = usePersonCard(ref({ byId: new Map([['ben', user('Ben')]]), call: () => '' }))
  const pill = place.querySelector<HTMLElement>('bdi') ?? place
  let handled = false
  place.addEventListener('keydown', (event) => void (handled = cards.introduceByKey(event)))
  function press(key: string, options: KeyboardEventInit = {}) {
    const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...options })
    pill.dispatchEvent(event)
    return { handled, prevented: event.defaultPrevented, shown: cards.card.value?.person.username ?? null, isAnchored: cards.card.value?.anchor === pill }
  }
  return { press }
}
const pillOf = (username: string) => `<bdi class="mention" data-username="${username}" role="button">@${username}</bdi>`
const nothing = { handled: false, prevented: false, shown: null, isAnchored: false }

test.each(['Enter', ' '])('%j shows who is mentioned, next to the mention', (key) => {
  expect(textWith(pillOf('ben')).press(key)).toEqual({ handled: true, prevented: true, shown: 'Ben', isAnchored: true })
})

test('a mention of oneself shows oneself, also where one has not written', () => {
  expect(textWith(pillOf('ada')).press('Enter').shown).toBe('ada')
})

test('other keys are not taken from the page', () => {
  expect(textWith(pillOf('ben')).press('ArrowDown')).toEqual(nothing)
  expect(textWith(pillOf('ben')).press('Enter', { ctrlKey: true })).toEqual(nothing)
})

test('a mention that leads to nobody shows nobody', () => {
  expect(textWith('<bdi class="mention">@cleo</bdi>').press('Enter')).toEqual(nothing)
})
