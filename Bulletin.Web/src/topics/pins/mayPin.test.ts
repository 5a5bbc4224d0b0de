import { expect, test } from 'vitest'
import { direct, topic, user } from '../../testing'
import { mayPin } from './mayPin'

test('everybody pins in their conversations', () => {
  expect(mayPin(direct('d', user('ada'), user('ben')), user('ben'), false)).toBe(true)
})

test('whoever started a public topic pins there', () => {
  expect([mayPin(topic('tea'), user('ada'), false), mayPin(topic('tea'), user('ben'), false)]).toEqual([true, false])
})

test('in a private topic only its owners pin', () => {
  const secret = topic('secret', { access: 'private' })
  expect([mayPin(secret, user('ada'), false), mayPin(secret, user('ben'), true)]).toEqual([false, true])
})
