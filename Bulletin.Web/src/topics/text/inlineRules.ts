import type { MarkdownIt, StateInline } from 'markdown-it'

/** Returns the emoji with a name, or undefined if there is none. */
export type EmojiNamed = (name: string) => string | undefined

const isEmojiNamed = (value: unknown): value is EmojiNamed => typeof value === 'function'

// Chinese and Japanese are written without spaces.
const cjk = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uffef`
const edgeBefore = new RegExp(String.raw`[\s\p{Ps}\p{Pi}\p{Pf}"'<>*_~\p{ExtPict}\ufe0f${cjk}]$`, 'u')
const edgeAfter = new RegExp(String.raw`^[\s\p{Pe}\p{Pi}\p{Pf}"'<>*_~.,;!?…\p{ExtPict}${cjk}]`, 'u')
const run = /(?::[a-z0-9_+-]+:)+/y

/** `:tada:` becomes its emoji where it is a separate word, so that times, addresses and `a::b` stay as written. */
function shortcodes(state: StateInline, silent: boolean): boolean {
  const named = state.env['emoji']
  if (state.src[state.pos] !== ':' || !isEmojiNamed(named)) return false
  if (state.pos > 0 && !edgeBefore.test(state.src.slice(Math.max(0, state.pos - 2), state.pos))) return false

  run.lastIndex = state.pos
  const written = run.exec(state.src.slice(0, state.posMax))?.[0] ?? ''
  const next = state.src.slice(state.pos + written.length, state.posMax)
  if (!written || (next && !edgeAfter.test(next))) return false

  const emoji = (written.match(/[^:]+/g) ?? []).map(named)
  if (emoji.includes(undefined)) return false
  if (!silent) state.pending += emoji.join('')
  state.pos += written.length
  return true
}

const arm = /\\{1,3}_(\([^()\n]{1,12}\))_\/[¯‾ˉ]/y

/** ¯\_(ツ)_/¯ keeps its arm, although a backslash escapes the next character. */
function shrug(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '\\' || !/[¯‾ˉ]/.test(state.src[state.pos - 1] ?? '')) return false
  arm.lastIndex = state.pos
  const found = arm.exec(state.src.slice(0, state.posMax))
  if (!found) return false
  if (!silent) state.pending += String.raw`\_${found[1] ?? ''}_/${found[0].slice(-1)}`
  state.pos += found[0].length
  return true
}

export function inlineRules(markdown: MarkdownIt): void {
  // Loading an image would tell its host who reads the message.
  markdown.disable(['image'])
  markdown.inline.ruler.after('text', 'shortcodes', shortcodes)
  markdown.inline.ruler.before('escape', 'shrug', shrug)
}
