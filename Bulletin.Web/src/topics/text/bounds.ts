import type { Token } from 'markdown-it'

/** What would become more elements than this is shown as plain text, so that no message can stall its readers' pages. */
export const maxElements = 1000

/** The parser drops what lies deeper than its own bound of 100. */
const maxDepth = 60

function countElements(tokens: readonly Token[]): number {
  let count = 0
  for (const token of tokens) {
    if (token.tag && token.nesting >= 0 && !token.hidden) count++
    if (token.children) count += countElements(token.children)
  }
  return count
}

export const isTooLarge = (tokens: readonly Token[]): boolean =>
  tokens.some(({ level }) => level > maxDepth) || countElements(tokens) > maxElements
