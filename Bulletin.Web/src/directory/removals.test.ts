import { expect, test } from 'vitest'
import { direct, topic, user } from '../testing'
import { createRemovals } from './removals'

const secret = topic('secret', { access: 'private' })

test('an answer asked for before a topic was removed does not bring it back', () => {
  const removals = createRemovals()
  const asked = removals.now()
  removals.add('secret')
  removals.add('other')
  expect(removals.without([secret, topic('tea')], asked)).toEqual([topic('tea')])
})

test('a topic that is heard of again is back', () => {
  const removals = createRemovals()
  const conversation = direct('d', user('ada'), user('ben'))
  for (const id of ['secret', 'd', 'tea']) removals.add(id)
  expect(removals.without([secret, conversation, topic('tea')])).toEqual([secret, conversation, topic('tea')])
  expect(removals.without([secret, conversation, topic('tea')], removals.now())).toEqual([secret, conversation, topic('tea')])
})
