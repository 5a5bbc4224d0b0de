import { expect, test } from 'vitest'
import { withoutBlankEnds } from './withoutBlankEnds'

test.for([
  ['    def f():\n        return 1', '    def f():\n        return 1'],
  ['\n  \n\t\n    def f():\n        return 1\n\n  ', '    def f():\n        return 1'],
  ['\r\n\tcode\r\n', '\tcode'],
  ['  - a\n\n  - b  ', '  - a\n\n  - b'],
  [' \n \n ', ''],
  ['hello', 'hello'],
] as const)('%j is sent as %j', ([written, sent]) => {
  expect(withoutBlankEnds(written)).toBe(sent)
})
