import { beforeEach, expect, test, vi } from 'vitest'
import { enterKey, enterKeyHint, sendKey } from './sendKey'

const on = (pointer: 'coarse' | 'fine') => vi.stubGlobal('matchMedia', (query: string) => ({ matches: query === `(pointer: ${pointer})` }))
const enter = (of: KeyboardEventInit & { keyCode?: number } = {}) => sendKey(new KeyboardEvent('keydown', { key: 'Enter', ...of }))

beforeEach(() => {
  localStorage.clear()
  return () => vi.unstubAllGlobals()
})

test('Enter sends where there is a mouse, and breaks the line on a touch screen', () => {
  on('fine')
  expect([enter(), enterKeyHint()]).toEqual([true, 'send'])
  on('coarse')
  expect([enter(), enterKeyHint()]).toEqual([false, 'enter'])
})

test.for(['coarse', 'fine'] as const)('Enter with Ctrl or Cmd sends with a %s pointer, with Shift or Alt it does not', (pointer) => {
  on(pointer)
  expect([enter({ ctrlKey: true }), enter({ metaKey: true })]).toEqual([true, true])
  expect([enter({ shiftKey: true }), enter({ altKey: true }), enter({ ctrlKey: true, shiftKey: true })]).toEqual([false, false, false])
})

test('Enter that belongs to an input method sends nowhere', () => {
  for (const pointer of ['coarse', 'fine'] as const) {
    on(pointer)
    expect([enter({ isComposing: true }), enter({ keyCode: 229, ctrlKey: true })]).toEqual([false, false])
  }
})

test.for([['fine', 'line', false, 'enter'], ['coarse', 'send', true, 'send']] as const)('with a %s pointer, who has chosen “%s” gets it', ([pointer, choice, sends, hint]) => {
  on(pointer)
  localStorage.setItem(enterKey, choice)
  expect([enter(), enterKeyHint(), enter({ ctrlKey: true })]).toEqual([sends, hint, true])
})
