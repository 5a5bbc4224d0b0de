import { expect, test } from 'vitest'
import { user } from '../testing'
import { callAmong, fullNameOf, handleOf, nameOf, namesakesAmong } from './names'

const ada = { ...user('ada'), displayName: 'Ada Lovelace' }
const mallory = { ...user('mallory'), displayName: 'Ada Lovelace' }

test.each([
  ['Ada Lovelace', 'ada', '@ada'],
  ['ada', 'mallory', '@mallory'],
  ['Ada', 'ada', ''],
  ['ada', 'ada', ''],
])('%s, who is %s, is told by "%s" besides', (displayName, username, handle) => {
  expect(handleOf({ displayName, username })).toBe(handle)
})

test.each(['', '  ', '\u200b', '\u3164', '\u2800', null, undefined])('whose display name shows nothing (%j) goes by the username', (displayName) => {
  const person = { ...(displayName !== undefined && { displayName }), username: 'ada' }
  expect(fullNameOf(person)).toBe('ada')
})

test('nobody is without a name', () => {
  expect(nameOf({})).toBe('Somebody')
  expect(fullNameOf({ displayName: 'Ada', username: null })).toBe('Ada')
})

test.each(['ada lovelace', 'Ada  Lovelace', 'Ａｄａ Lovelace', 'Ada\u200b Lovelace', 'Ada Lovelace '])('%j looks like Ada Lovelace', (displayName) => {
  const hasNamesake = namesakesAmong([ada, { ...mallory, displayName }])
  expect([hasNamesake(ada), hasNamesake({ ...mallory, displayName })]).toEqual([true, true])
})

test.each([
  ['Аdа Lovelace', 'Ada Lovelace'],
  ['Ada Love1ace', 'Ada Lovelace'],
  ['Bob', 'B0b'],
  ['\ufb01n', 'fin'],
  ['ПАВЕЛ', 'Павел'],
  ['ΗΛΙΑΣ', 'Ηλιας'],
])('%s and %s are namesakes', (one, other) => {
  const people = [{ ...ada, displayName: one }, { ...mallory, displayName: other }]
  expect(people.map(namesakesAmong(people))).toEqual([true, true])
})

test.each([['Clara', 'Dara'], ['José', 'Jose'], ['Павел', 'Pavel']])('%s and %s are told apart by what they show', (one, other) => {
  const people = [{ ...ada, displayName: one }, { ...mallory, displayName: other }]
  expect(people.map(namesakesAmong(people))).toEqual([false, false])
})

test('nobody is their own namesake, however often they are there', () => {
  expect(namesakesAmong([ada, { ...ada }, user('ben')])(ada)).toBe(false)
})

test('in passing, only namesakes are called by their usernames', () => {
  const call = callAmong([ada, mallory, user('ben')])
  expect([ada, mallory, user('ben')].map(call)).toEqual(['@ada', '@mallory', 'ben'])
  expect(callAmong([ada, user('ben')])(ada)).toBe('Ada Lovelace')
  // One of the two may have that display name as a username.
  expect([user('ada'), { ...mallory, displayName: 'ada' }].map(callAmong([user('ada'), { ...mallory, displayName: 'ada' }]))).toEqual(['ada', '@mallory'])
})
