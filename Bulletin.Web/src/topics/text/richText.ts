import type { EmojiNamed } from './inlineRules'
import { isBlank } from './blank'
import { plainText } from './plainText'

/** Turns a text into elements. */
type Renderer = (text: string, emoji?: EmojiNamed, cut?: boolean) => DocumentFragment

let renderer: Renderer | null = null
let loading: Promise<Renderer> | null = null
const cache = new Map<string, DocumentFragment>()
const cached = 600

const marks = /[*_~`[\]<>|\\#+\-=:/.]|^\s{4}|^\s*\t|^\s*\d+[.)]|&#?\w+;/m
const shortcode = /:[a-z0-9_+-]+:/

/** Whether a text may contain markup. */
export const isRich = (text: string): boolean => marks.test(text)

/** Markdown, code colours and emoji are loaded when the first message needs them. */
export function loadRichText(): Promise<Renderer> {
  loading ??= import('./renderMarkdown').then(
    ({ renderMarkdown }) => (renderer = renderMarkdown),
    (reason: unknown) => {
      // The next message tries again: a short network failure must not leave all texts plain.
      loading = null
      throw reason
    },
  )
  return loading
}

function remember<T>(held: Map<string, T>, text: string, value: T): void {
  held.set(text, value)
  const oldest = held.keys().next().value
  if (held.size > cached && oldest !== undefined) held.delete(oldest)
}

async function emojiFor(text: string): Promise<EmojiNamed | undefined> {
  return shortcode.test(text) ? (await import('../emoji/shortcodes')).emojiNamed : undefined
}

/** The elements of a text that are available now: its last rendering, or plain text. */
export function renderNow(text: string): { content: DocumentFragment; final: boolean } {
  const held = cache.get(text)
  if (held) return { content: document.importNode(held, true), final: true }
  if (!isRich(text)) return { content: plainText(text), final: true }
  if (!renderer || shortcode.test(text) || /`{3}|~{3}/.test(text)) return { content: plainText(text), final: false }
  const content = renderer(text)
  remember(cache, text, content)
  return { content: document.importNode(content, true), final: true }
}

/** The elements of a text, after everything it needs is loaded. */
export async function renderFully(text: string): Promise<DocumentFragment> {
  const render = await loadRichText()
  const content = render(text, await emojiFor(text))
  if (content.querySelector('pre > code[class*="language-"]')) (await import('./highlightCode')).highlightCode(content)
  remember(cache, text, content)
  return document.importNode(content, true)
}

const lines = new Map<string, string>()
const lineLength = 200

function lineFrom(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  return line.length > lineLength ? Array.from(line).slice(0, lineLength).join('') : line
}

/** The text on one line without Markdown marks, if its renderer has been loaded. */
export function lineNow(text: string): string | undefined {
  return isRich(text) || shortcode.test(text) ? lines.get(text) : lineFrom(text)
}

/** The beginning of a text on one line without Markdown marks. The text itself may be `cut` off. */
export async function lineOf(text: string, cut = false): Promise<string> {
  const render = await loadRichText()
  const { textContent } = render(text, await emojiFor(text), cut)
  const line = lineFrom(isBlank(textContent) ? text : textContent)
  remember(lines, text, line)
  return line
}

/** Forgets all rendered texts: some belong to a topic that the user may no longer see. */
export function forgetRichText(): void {
  cache.clear()
  lines.clear()
}
