import type { Token } from 'markdown-it'

/** A text that would need more elements is shown as plain text, so that no message can freeze its readers' pages. */
export const maxElements = 1000

/** Below the parser's own limit of 100, beyond which it drops content. */
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
