/** Everything a reader can find out: words, list numbers, addresses and tooltips, code languages. */
export function told(node: Node): string {
  const words = [...node.childNodes].map(told).join('')
  if (!(node instanceof HTMLElement)) return node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '') : words
  const address = node.getAttribute('href') ?? ''
  return [numberOf(node), languageOf(node), words, address, decodeURI(address), node.title].join(' ')
}

function numberOf(item: HTMLElement): string {
  const list = item.parentElement
  if (item.tagName !== 'LI' || list?.tagName !== 'OL') return ''
  let number = Number(list.getAttribute('start') ?? 1) - 1
  for (const each of list.children) {
    number = Number(each.getAttribute('value') ?? number + 1)
    if (each === item) break
  }
  return String(number)
}

const languageOf = (code: HTMLElement) => code.className.match(/language-(.*)/)?.[1] ?? ''

const letters = (text: string): string[] => text.match(/[\p{L}\p{N}]/gu) ?? []

/** The letters of the source from the first one that is missing in the rendering. */
export function missing(source: string, rendering: string): string {
  const rest = letters(source)
  for (const letter of letters(rendering)) if (letter === rest[0]) rest.shift()
  return rest.join('')
}

/** An entity represents one character. */
export const withoutEntities = (source: string) => source.replaceAll(/&(?:[a-z]+|#\d+|#x[0-9a-f]+);/gi, '')
