import { createPinia, setActivePinia } from 'pinia'
import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { User } from '../../api/types'
import { useConnection } from '../../connection/connection'
import { message, user } from '../../testing'
import { useTyping } from './useTyping'

let scope: EffectScope
beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  scope = effectScope()
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
})

/** Returns the text about who is writing, and a function that emits server events. */
function watching(present: readonly User[] = []) {
  const handlers = new Set<{ event: string; handler: (payload: never) => void }>()
  vi.spyOn(useConnection().hub, 'listen').mockImplementation((event, handler) => {
    const entry = { event, handler }
    handlers.add(entry)
    return () => void handlers.delete(entry)
  })
  const typing = scope.run(() => useTyping('tea', () => present))
  if (!typing) throw new Error('no scope')
  const tell = (event: string, payload: unknown) => {
    for (const entry of handlers) if (entry.event === event) Reflect.apply(entry.handler, undefined, [payload])
  }
  return { words: () => typing.words.value, tell, handlers }
}

test('whoever writes is named until five seconds have passed without a word', () => {
  const { words, tell } = watching()
  tell('Typing', { topicId: 'tea', user: user('ben') })
  tell('Typing', { topicId: 'coffee', user: user('cleo') })
  expect(words()).toBe('ben is writing…')
  vi.advanceTimersByTime(5_000)
  expect(words()).toBe('')
})

test('whoever has sent a message is not said to be writing it any more', () => {
  const { words, tell } = watching()
  for (const name of ['ben', 'cleo']) tell('Typing', { topicId: 'tea', user: user(name) })
  tell('MessagePosted', message(1, { topicId: 'coffee', author: user('cleo') }))
  expect(words()).toBe('ben and cleo are writing…')
  tell('MessagePosted', message(1, { author: user('ben') }))
  expect(words()).toBe('cleo is writing…')
})

test('a topic that was left is not listened to', () => {
  const { handlers } = watching()
  expect(handlers.size).toBeGreaterThan(0)
  scope.stop()
  expect(handlers.size).toBe(0)
})

test('whoever shares a display name with somebody in the topic is named by the username', () => {
  const called = (name: string) => ({ ...user(name), displayName: 'Ada Lovelace' })
  const { words, tell } = watching([called('ada')])
  tell('Typing', { topicId: 'tea', user: called('ada') })
  expect(words()).toBe('Ada Lovelace is writing…')
  tell('Typing', { topicId: 'tea', user: called('mallory') })
  expect(words()).toBe('@ada and @mallory are writing…')
})
