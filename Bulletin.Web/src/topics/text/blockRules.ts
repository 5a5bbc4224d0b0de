import type { Env, MarkdownIt, StateBlock } from 'markdown-it'
import { maxElements } from './bounds'

/** In a chat, the line after a quotation is the reply to it. Only marked or indented lines continue the block above. */
function endsContinuation(state: StateBlock, line: number, _end: number, silent: boolean): boolean {
  if (!silent) return false
  const indent = state.sCount[line] ?? 0
  return state.parentType === 'blockquote' || (indent < state.blkIndent && indent <= state.listIndent)
}

const lineAt = (state: StateBlock, line: number) => state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])

const cellsOf = (row: string): string[] =>
  row.trim().replace(/^\|/, '').replace(/(?<!\\)\|$/, '').split(/(?<!\\)\|/)

const longRows = new WeakMap<Env, Map<number, string>>()

/** The cells of rows, by line, beyond the last column of their table. The parser drops them. */
export function restsOf(env: Env): Map<number, string> {
  const rests = longRows.get(env) ?? new Map<number, string>()
  longRows.set(env, rests)
  return rests
}

/**
 * Checks a table before the parser does. The parser pads short rows to the width of the header, so a few characters could
 * create tens of thousands of cells.
 */
function measureTable(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const delimiters = start + 1 < end ? lineAt(state, start + 1) : ''
  if (silent || !/^[-:|][-:|\s]+$/.test(delimiters)) return false
  const columns = cellsOf(delimiters).length
  let line = start + 2
  for (; line < end && !state.isEmpty(line); line++) {
    const rest = cellsOf(lineAt(state, line)).slice(columns).join('|').trim()
    if (rest) restsOf(state.env).set(line, rest)
  }
  if (columns * (line - start) <= maxElements) return false
  state.env['tooLarge'] = true
  state.line = end
  return true
}

export function blockRules(markdown: MarkdownIt): void {
  // A message is not a page: no headings. Reference definitions would be invisible, so they stay text.
  markdown.disable(['heading', 'lheading', 'reference'])
  markdown.block.ruler.before('table', 'measured_table', measureTable)
  markdown.block.ruler.before('paragraph', 'continuation', endsContinuation, { alt: ['paragraph', 'blockquote'] })
}
