import { expect, test } from 'vitest'
import { direct, topic, user } from '../testing'
import { inOrderOf, sectionsOf, type TopicSection } from './topicSections'

const shape = (sections: readonly TopicSection[]) => sections.map(({ topics }) => topics.map(({ id }) => id))
const [tea, milk, ben] = [topic('tea'), topic('milk'), direct('ben', user('ada'), user('ben'))]
const unread = (...ids: string[]) => (id: string) => ids.includes(id)

test('what is unread stands first, conversations too', () => {
  expect(shape(sectionsOf([tea, milk, ben], unread('ben', 'milk')))).toEqual([['milk', 'ben'], [], ['tea']])
})

test('in a frozen order topics stay where they are', () => {
  const shown = sectionsOf([tea, milk, ben], unread('tea'))
  expect(shape(inOrderOf(shown, sectionsOf([ben, milk, tea], unread('milk'))))).toEqual([['tea'], ['ben'], ['milk']])
})

test('a frozen order takes new states', () => {
  const shown = sectionsOf([tea], unread())
  expect(inOrderOf(shown, sectionsOf([{ ...tea, name: 'Green tea' }], unread()))[2]?.topics[0]?.name).toBe('Green tea')
})

test('in a frozen order new topics follow at the end, and those that are gone leave', () => {
  const shown = sectionsOf([tea, milk], unread())
  expect(shape(inOrderOf(shown, sectionsOf([topic('new'), milk], unread())))).toEqual([[], [], ['milk', 'new']])
})
