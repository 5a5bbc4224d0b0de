import { expect, test } from 'vitest'
import { direct, topic, user } from '../testing'
import { sorting } from './testingSections'
import { inOrderOf, sectionsOf, type TopicSection } from './topicSections'

const shape = (sections: readonly TopicSection[]) => sections.map(({ topics }) => topics.map(({ id }) => id))
const [tea, milk, ben] = [topic('tea'), topic('milk'), direct('ben', user('ada'), user('ben'))]
const unread = (...ids: string[]) => sorting({ unread: ids })

test('what is unread stands first, conversations too', () => {
  expect(shape(sectionsOf([tea, milk, ben], unread('ben', 'milk')))).toEqual([['milk', 'ben'], [], [], ['tea']])
})

test('what is pinned stands below what is unread, conversations too', () => {
  expect(shape(sectionsOf([tea, milk, ben], sorting({ unread: ['tea'], pinned: ['milk', 'ben'] })))).toEqual([['tea'], ['ben', 'milk'], [], []])
})

test('what is pinned stays in its place when it is unread', () => {
  expect(shape(sectionsOf([tea, milk, ben], sorting({ unread: ['tea', 'ben'], pinned: ['milk', 'tea'] })))).toEqual([['ben'], ['milk', 'tea'], [], []])
})

test('the place of what is pinned follows from its title, and not from its activity', () => {
  const pinned = sorting({ pinned: ['tea', 'milk'] })
  expect([[tea, milk], [milk, tea]].map((topics) => shape(sectionsOf(topics, pinned))[1])).toEqual([['milk', 'tea'], ['milk', 'tea']])
})

test('in a frozen order topics stay where they are', () => {
  const shown = sectionsOf([tea, milk, ben], unread('tea'))
  expect(shape(inOrderOf(shown, sectionsOf([ben, milk, tea], unread('milk'))))).toEqual([['tea'], [], ['ben'], ['milk']])
})

test('a frozen order takes new states', () => {
  const shown = sectionsOf([tea], unread())
  expect(inOrderOf(shown, sectionsOf([{ ...tea, name: 'Green tea' }], unread()))[3]?.topics[0]?.name).toBe('Green tea')
})

test('in a frozen order new topics follow at the end, and those that are gone leave', () => {
  const shown = sectionsOf([tea, milk], unread())
  expect(shape(inOrderOf(shown, sectionsOf([topic('new'), milk], unread())))).toEqual([[], [], [], ['milk', 'new']])
})
