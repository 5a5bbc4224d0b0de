import { expect, test } from 'vitest'
import { callAmong } from '../people/names'
import { direct, topic, user } from '../testing'
import { topicTitle } from './topicTitle'

const called = (name: string, displayName: string) => ({ ...user(name), displayName })
const ada = user('ada')

test('a topic goes by its name', () => {
  expect(topicTitle(topic('tea', { name: 'Tea & kettles' }), ada)).toBe('Tea & kettles')
})

test('a direct conversation goes by the names of the others', () => {
  expect(topicTitle(direct('d', ada, called('ben', 'Ben Okri')), ada)).toBe('Ben Okri')
  expect(topicTitle(direct('d', ada, called('ben', 'Ben Okri'), user('cleo'), user('dora')), ada)).toBe(new Intl.ListFormat().format(['Ben Okri', 'cleo', 'dora']))
})

test('whoever looks like another goes by the username', () => {
  const [real, false_] = [called('ben', 'Ben Okri'), called('mallory', 'Ben 0kri')]
  expect(topicTitle(direct('d', ada, false_), ada, callAmong([ada, real, false_]))).toBe('@mallory')
  expect(topicTitle(direct('d', ada, called('mallory', 'ada')), ada)).toBe('@mallory')
})

test('a conversation that nobody else is left in has a title too', () => {
  expect(topicTitle(direct('d', ada), ada)).toBe('Direct message')
})
