import { readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'

// Vitest replaces style sheets imported by modules with empty ones.
const style = readFileSync('src/topics/messages/message.css', 'utf8')

afterEach(() => {
  document.head.replaceChildren()
  document.body.replaceChildren()
})

test('times that cannot be seen are not copied', () => {
  document.head.appendChild(document.createElement('style')).textContent = style
  const message = document.body.appendChild(document.createElement('article'))
  message.className = 'message'
  const time = message.appendChild(document.createElement('time'))
  time.className = 'gutter'
  expect(getComputedStyle(time).opacity).toBe('0')
  expect(getComputedStyle(time).userSelect).toBe('none')
})
