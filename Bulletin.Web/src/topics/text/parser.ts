import MarkdownIt from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import { blockRules } from './blockRules'
import { inlineRules } from './inlineRules'
import { tokenRules } from './tokenRules'

export const followable = /^(?:https?|ftp|mailto|tel):/i

/** Markdown for a chat, without HTML. */
export const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false })
  .use(cjkFriendly)
  .use(blockRules)
  .use(inlineRules)
  .use(tokenRules)

parser.linkify.set({ fuzzyEmail: false, fuzzyLink: false })
// A link with an unsupported scheme stays as written.
parser.validateLink = (url) => followable.test(url)
// Hosts also stay as written: decoding them would hide what they are.
const { decode } = parser.utils.lib.mdurl
parser.normalizeLinkText = (url) => decode(url, `${decode.defaultChars}%`)
