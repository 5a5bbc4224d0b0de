import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import { restsOf } from './blockRules'

interface List {
  opening: Token
  items: Token[]
}

/** A list keeps its written numbers, unless all of them are equal (1. 1. 1.). */
function keepNumbers({ items }: List): void {
  const numbers = items.map(({ info }) => Number(info))
  if (numbers.every((number) => number === numbers[0])) return
  items.forEach((item, index) => {
    const number = numbers[index] ?? 0
    if (index > 0 && number !== (numbers[index - 1] ?? 0) + 1) item.attrSet('value', number)
  })
}

/** A marker is in the margin, which must be as wide as the longest marker. */
function makeRoom({ opening, items }: List): void {
  const first = Number(items[0]?.info ?? 1)
  const longest = Math.max(first + items.length - 1, ...items.map(({ info }) => Number(info)))
  const { length } = String(longest)
  if (length > 1) opening.attrSet('class', length > 4 ? 'digits-more' : `digits-${length}`)
}

function numberLists({ tokens }: StateCore): void {
  const open: List[] = []
  for (const token of tokens) {
    if (/^(ordered|bullet)_list_open$/.test(token.type)) open.push({ opening: token, items: [] })
    if (token.type === 'list_item_open') open.at(-1)?.items.push(token)
    if (!/^(ordered|bullet)_list_close$/.test(token.type)) continue
    const list = open.pop()
    if (!list || token.type === 'bullet_list_close') continue
    keepNumbers(list)
    makeRoom(list)
  }
}

/** The content security policy forbids the `style` that would align a cell. */
function alignCells({ tokens }: StateCore): void {
  for (const token of tokens) {
    const style = token.type === 'td_open' || token.type === 'th_open' ? token.attrGet('style') : null
    if (style !== null) token.attrs = [['class', String(style).replace('text-align:', '')]]
  }
}

/** Appends cells beyond the last column to the last cell of the row. */
function keepLongRows({ tokens, env }: StateCore): void {
  const rests = restsOf(env)
  let rest: string | undefined
  let last: Token | undefined
  for (const token of tokens) {
    if (token.type === 'tr_open') rest = rests.get(token.map?.[0] ?? -1)
    if (token.type === 'inline') last = token
    if (token.type === 'tr_close' && rest && last) last.content += ` | ${rest}`
  }
}

/** The text after a fence is its language only if it is one word with code below. Otherwise it is the first line of the code. */
function keepFenceWords({ tokens }: StateCore): void {
  for (const token of tokens) {
    const words = token.type === 'fence' ? token.info.trim() : ''
    if (!words || (!/\s/.test(words) && token.content.trim())) continue
    token.content = `${words}\n${token.content}`
    token.info = ''
  }
}

export function tokenRules(markdown: MarkdownIt): void {
  markdown.core.ruler.after('block', 'list_numbers', numberLists)
  markdown.core.ruler.after('block', 'aligned_cells', alignCells)
  markdown.core.ruler.after('block', 'long_rows', keepLongRows)
  markdown.core.ruler.after('block', 'fence_words', keepFenceWords)
}
