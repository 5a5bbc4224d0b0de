import { effectScope, type EffectScope } from 'vue'
import { afterEach, expect, test } from 'vitest'
import { useShortcut } from './useShortcut'

let scope: EffectScope | undefined
afterEach(() => scope?.stop())

/** Returns how often the shortcut ran on a key press. */
function runs(...presses: KeyboardEventInit[]): number {
  return counted(false, presses)
}

function counted(shift: boolean, presses: KeyboardEventInit[]): number {
  let count = 0
  scope = effectScope()
  scope.run(() => useShortcut('k', () => void count++, shift))
  for (const press of presses) globalThis.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...press }))
  return count
}

test('a shortcut is its letter, wherever a Latin keyboard has it', () => {
  expect(runs({ key: 'k', code: 'KeyK', ctrlKey: true }, { key: 'K', code: 'KeyV', metaKey: true })).toBe(2)
  expect(runs({ key: 't', code: 'KeyK', ctrlKey: true })).toBe(0)
})

test.for(['л', 'κ', 'ل', 'ん', 'Process'])('a shortcut is the place of its key where that writes “%s”', (key) => {
  expect(runs({ key, code: 'KeyK', ctrlKey: true })).toBe(1)
  expect(runs({ key, code: 'KeyJ', ctrlKey: true })).toBe(0)
})

test('a letter without Ctrl or Cmd, or with further keys, is no shortcut', () => {
  expect(runs({ key: 'л', code: 'KeyK' }, { key: 'k', code: 'KeyK', ctrlKey: true, shiftKey: true }, { key: 'k', code: 'KeyK', ctrlKey: true, altKey: true })).toBe(0)
})

test('a shortcut with Shift runs with Shift alone', () => {
  expect(counted(true, [{ key: 'K', code: 'KeyK', ctrlKey: true, shiftKey: true }, { key: 'k', code: 'KeyK', ctrlKey: true }])).toBe(1)
})
