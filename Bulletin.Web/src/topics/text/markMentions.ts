import type { Mentioned, Mentions } from './mentions'

// As the server reads them: not within a word or an address. Letters of scripts without cases, many of which put no spaces
// between words, may surround a mention.
const ofWord = String.raw`\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Nd}`
const mention = new RegExp(String.raw`(?<![${ofWord}@._+/\-])@([A-Za-z0-9._\-]{3,})(?![${ofWord}@._\-])`, 'gu')
/** Dots and hyphens that may belong to the sentence. */
const end = /[.-]+$/

/** The texts that may mention somebody: not those in code, quotations and links. */
function textsOf(node: Node): Text[] {
  if (node instanceof Text) return [node]
  if (node instanceof Element && node.matches('code, pre, blockquote, a')) return []
  return [...node.childNodes].flatMap(textsOf)
}

/** A name may end in dots and hyphens; if nobody has that name, they belong to the sentence. */
const readings = (written: string): string[] => [...new Set([written, written.replace(end, '')])].map((name) => name.toLowerCase())

const namesIn = (text: Text) => [...text.data.matchAll(mention)].flatMap(([, written = '']) => readings(written))

function pillOf(written: string, person: Mentioned | undefined, isMine: boolean): HTMLElement {
  // Isolated, so that a name in another script leaves the order of the words around it.
  const pill = document.createElement('bdi')
  pill.className = isMine ? 'mention mine' : 'mention'
  pill.textContent = person?.name ?? written
  if (person && person.name !== written) pill.title = written
  if (person) pill.dataset['username'] = person.username
  return pill
}

/** Turns the mentions of a rendered text into pills. */
export function markMentions(content: ParentNode & Node, { people, strangers, all }: Mentions): void {
  const texts = textsOf(content)
  const written = new Set(texts.flatMap(namesIn))
  const byName = new Map(people.map((person) => [person.username, person]))
  // Whoever has another username by now is a stranger to the text too.
  const hasStrangers = strangers > 0 || people.some(({ username }) => !written.has(username))

  for (const text of texts) {
    let from = 0
    const parts: (string | Node)[] = []
    for (const { 1: whole = '', index } of text.data.matchAll(mention)) {
      const person = readings(whole).map((name) => byName.get(name)).find((found) => !!found)
      const isAll = all && readings(whole).includes('all')
      if (!person && !isAll && !hasStrangers) continue
      const length = person?.username.length ?? whole.replace(end, '').length
      const to = index + 1 + length
      parts.push(text.data.slice(from, index), pillOf(text.data.slice(index, to), person, isAll || person?.isMe === true))
      from = to
    }
    if (parts.length) text.replaceWith(...parts, text.data.slice(from))
  }
}
