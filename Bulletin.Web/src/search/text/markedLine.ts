import { lineNow, lineOf } from '../../topics/text/richText'
import { excerptOf, partsOf, withoutSigns, type Excerpt, type Highlights, type Part } from './excerpt'

const onOneLine = (text: string) => text.replaceAll(/\s+/g, ' ')

/** Signs may change how Markdown is read, and what was found may be the address of a link: such a text is shown as it was written. */
function shown(excerpt: Excerpt, marked: string | undefined, plain: string | undefined): Part[] {
  const isSame = marked !== undefined && plain !== undefined && plain.startsWith(withoutSigns(marked, excerpt)) && marked.includes(excerpt.open) === excerpt.text.includes(excerpt.open)
  const line = isSame ? marked : onOneLine(excerpt.text)
  const isCut = excerpt.cutAfter || (isSame && withoutSigns(marked, excerpt).length < plain.length)
  const more = (is: boolean): Part[] => (is ? [{ text: '…', isMarked: false }] : [])
  // Half a word is not shown, if it is a short one.
  const whole = isCut ? line.replace(/\s+[^\s\ue000-\uf8ff]{0,20}$/, '') : line
  return [...more(excerpt.cutBefore), ...partsOf(whole, excerpt.open, excerpt.close), ...more(isCut)]
}

/** The part of a message around its first mark, on one line and without Markdown marks as far as its renderer has been loaded. */
export function markedLineNow(text: string, highlights: Highlights): { parts: Part[]; final: boolean } {
  const excerpt = excerptOf(text, highlights)
  const [marked, plain] = [lineNow(excerpt.text), lineNow(withoutSigns(excerpt.text, excerpt))]
  return { parts: shown(excerpt, marked, plain), final: marked !== undefined && plain !== undefined }
}

/** The part of a message around its first mark, on one line and without Markdown marks. */
export async function markedLineOf(text: string, highlights: Highlights): Promise<Part[]> {
  const excerpt = excerptOf(text, highlights)
  const [marked, plain] = await Promise.all([excerpt.text, withoutSigns(excerpt.text, excerpt)].map((one) => lineOf(one, excerpt.cutAfter)))
  return shown(excerpt, marked, plain)
}
