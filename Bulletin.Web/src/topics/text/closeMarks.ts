const startOfBlock = /\n\s*\n|\n(?=\s*(?:[-*+>]|\d+[.)])\s)/

/** The marks still open at the end of a block's text, outermost first. */
function openMarks(text: string): string[] {
  const open: string[] = []
  for (const { 0: found, 1: code, 2: emphasis, index } of text.matchAll(/\\.|(`+)|(\*+|_+|~~)/g)) {
    const inCode = open.at(-1)?.startsWith('`')
    if (code && (!inCode || open.at(-1) === code)) {
      if (inCode) open.pop()
      else open.push(code)
    }
    if (!emphasis || inCode) continue

    const before = text[index - 1] ?? ' '
    const after = text[index + found.length] ?? ' '
    const inWord = emphasis.startsWith('_') && /\w/.test(before) && /\w/.test(after)
    const closes = /\S/.test(before) && !inWord
    let left = emphasis
    for (let last = open.at(-1); closes && last && !open.includes(left) && left.startsWith(last); last = open.at(-1)) {
      left = left.slice(last.length)
      open.pop()
    }
    const opener = closes && left ? open.lastIndexOf(left) : -1
    if (opener >= 0) open.length = opener
    else if (left && /\S/.test(after) && !inWord) open.push(left)
  }
  return open
}

/** Completes the Markdown of a truncated text, so that no partial mark is shown at its end. */
export function closeMarks(text: string): string {
  if ((text.match(/^\s*(?:`{3}|~{3})/gm) ?? []).length % 2) return text
  const whole = text
    .replace(/\[([^[\]]*)\]\([^()]*$/, '$1')
    .replace(/(?:\[|<(?=[a-z][a-z0-9+.-]*:))([^[\]<>]*)$/i, '$1')
    .replace(/(?:^|\s)[*_~`\\]+$|\s+$/, '')
  const block = whole.split(startOfBlock).at(-1) ?? ''
  const open = openMarks(block)
  const half = /[*~]+$/.exec(block)?.[0] ?? ''
  const cut = half && open.at(-1)?.startsWith(half) ? whole.slice(0, -half.length) : whole
  return cut + open.reverse().join('')
}
