import { expect, test } from 'vitest'
import type { Settings } from '../types'
import { changesOf, errorsOf, formOf, lossOf, rebased } from './settingsForm'

const settings: Settings = { name: 'Tea house', registration: 'open', keepsHistory: true, retentionDays: null, removedTopicDays: 7, version: 3 }

test('only what has changed is sent', () => {
  expect(changesOf(settings, formOf(settings))).toBeNull()
  expect(changesOf(settings, { ...formOf(settings), name: ' Coffee house ', retentionDays: '30' })).toEqual({ name: 'Coffee house', retentionDays: 30 })
  expect(changesOf({ ...settings, retentionDays: 30 }, { ...formOf(settings), keepsHistory: false })).toEqual({ keepsHistory: false, retentionDays: null })
})

test('days are whole numbers, and only messages may be kept for ever', () => {
  expect(errorsOf(formOf(settings))).toEqual({})
  expect(Object.keys(errorsOf({ ...formOf(settings), retentionDays: '1.5', removedTopicDays: '' }))).toEqual(['retentionDays', 'removedTopicDays'])
})

test('newer settings of somebody else are taken over, but not over what is being changed here', () => {
  const form = { ...formOf(settings), name: 'Coffee house' }
  expect(rebased(form, settings, { ...settings, name: 'Cocoa house', registration: 'closed', version: 4 })).toEqual({ ...form, registration: 'closed' })
})

test('shorter retention names what it deletes, and longer retention deletes nothing', () => {
  const form = formOf(settings)
  const older = 'Messages older than 3 days are deleted for good in every topic without a setting of its own.'
  expect(lossOf(settings, { ...form, name: 'Coffee house', removedTopicDays: '8' })).toBeNull()
  expect(lossOf(settings, { ...form, retentionDays: '3' })).toEqual({ consequences: [older], typed: '3' })
  expect(lossOf({ ...settings, retentionDays: 30 }, { ...form, retentionDays: '3', removedTopicDays: '1' })).toEqual({
    consequences: [older, 'The messages of topics removed more than 1 day ago are deleted for good.'],
    typed: '3',
  })
  expect(lossOf(settings, { ...form, removedTopicDays: '0' })?.typed).toBe('0')
  expect(lossOf({ ...settings, retentionDays: 30 }, { ...form, retentionDays: '' })).toBeNull()
  expect(lossOf(settings, { ...form, retentionDays: '1.5' })).toBeNull()
})
