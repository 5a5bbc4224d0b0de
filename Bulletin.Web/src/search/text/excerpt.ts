/** Parts of a text by start and length, in UTF-16 code units. */
export type Highlights = readonly (readonly number[])[]

export interface Part {
  text: string
  isMarked: boolean
}

/** A part of a message, with signs in it around what is marked. */
export interface Excerpt {
  text: string
  open: string
  close: string
  /** Whether the message begins before it, or goes on after it. */
  cutBefore: boolean
  cutAfter: boolean
}

const longest = 240
/** What is shown before the first mark of a long text. */
const lead = 60

/** Two characters for private use that a text does not contain. */
function signsFor(text: string): [string, string] {
  const free: string[] = []
  for (let code = 0xe000; free.length < 2; code++) if (!text.includes(String.fromCharCode(code))) free.push(String.fromCharCode(code))
  return [free[0] ?? '', free[1] ?? '']
}

/** Not inside of a character that takes two code units. */
const between = (text: string, at: number) => (/[\udc00-\udfff]/.test(text.charAt(at)) ? at - 1 : at)

/** Where an excerpt begins so that a mark is in sight: at a word, if one begins nearby. */
function beginBefore(text: string, mark: number): number {
  if (text.length <= longest || mark <= lead) return 0
  const from = Math.min(mark - lead, text.length - longest)
  const space = text.slice(from, mark).search(/\s/)
  return between(text, space < 0 ? from : from + space + 1)
}

/** The part of a text around its first mark. */
export function excerptOf(text: string, highlights: Highlights): Excerpt {
  const [open, close] = signsFor(text)
  const begin = beginBefore(text, highlights[0]?.[0] ?? 0)
  const end = between(text, Math.min(text.length, begin + longest))
  let marked = ''
  let at = begin
  for (const [start = 0, length = 0] of highlights) {
    if (start < at || length < 1) continue
    if (start >= end) break
    const stop = Math.min(end, start + length)
    marked += text.slice(at, start) + open + text.slice(start, stop) + close
    at = stop
  }
  return { text: marked + text.slice(at, end), open, close, cutBefore: begin > 0, cutAfter: end < text.length }
}

/** The parts of a line between the signs of an excerpt. */
export function partsOf(line: string, open: string, close: string): Part[] {
  return line.split(open).flatMap((piece, index): Part[] => {
    const end = index === 0 ? 0 : piece.indexOf(close)
    const marked = index === 0 ? '' : end < 0 ? piece : piece.slice(0, end)
    const rest = index === 0 ? piece : end < 0 ? '' : piece.slice(end + close.length)
    return [{ text: marked, isMarked: true }, { text: rest.replaceAll(close, ''), isMarked: false }].filter((part) => part.text)
  })
}

export const withoutSigns = (line: string, { open, close }: Excerpt): string => line.replaceAll(open, '').replaceAll(close, '')
