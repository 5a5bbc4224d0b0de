import { expect, test } from 'vitest'
import { direct, user } from '../testing'
import { notification } from './testingNotifications'
import { sentenceOf } from './words'

const ben = direct('talk', user('ada'), user('ben'))

test.each([
  [notification(1), 'ben mentioned you in Tea'],
  [notification(1, { kind: 'reply' }), 'ben replied to you in Tea'],
  [notification(1, { kind: 'message' }), 'New message from ben in Tea'],
  [notification(1, { kind: 'invitation', message: null }), 'ben added you to Tea'],
  [notification(1, { kind: 'reaction', emoji: '👍' }), 'ben reacted 👍 to your message in Tea'],
  [notification(1, { kind: 'direct', topic: ben }), 'New message from ben'],
  [notification(1, { kind: 'mention', topic: ben }), 'ben mentioned you'],
])('a notification is a sentence', (one, sentence) => {
  expect(sentenceOf(one, 'Tea')).toBe(sentence)
})
