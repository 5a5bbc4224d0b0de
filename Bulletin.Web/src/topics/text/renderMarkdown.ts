import DOMPurify from 'dompurify'
import type { Env } from 'markdown-it'
import { isBlank } from './blank'
import { isTooLarge } from './bounds'
import { closeMarks } from './closeMarks'
import type { EmojiNamed } from './inlineRules'
import { finishLayout } from './layout'
import { finishLinks } from './links'
import { followable, parser } from './parser'
import { plainText } from './plainText'

const allowedTags = [
  'p', 'br', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr',
  'table', 'thead', 'tbody', 'tr', 'th', 'td',
]

const harmless = (html: string): DocumentFragment =>
  DOMPurify.sanitize(html, {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['href', 'title', 'class', 'start', 'value'],
    // Numbers are not addresses, but would be checked against the pattern for addresses.
    ADD_URI_SAFE_ATTR: ['start', 'value'],
    ALLOWED_URI_REGEXP: followable,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  })

/** Renders a message's Markdown as harmless elements. Shortcodes become emoji if `emoji` is given. If the text is `cut` off, open marks are closed. */
export function renderMarkdown(text: string, emoji?: EmojiNamed, cut = false): DocumentFragment {
  const env: Env = { emoji }
  const tokens = parser.parse(cut ? closeMarks(text) : text, env)
  if (env['tooLarge'] || isTooLarge(tokens)) return plainText(text)

  const content = harmless(parser.renderer.render(tokens, parser.options, env))
  finishLinks(content)
  finishLayout(content)
  return isBlank(content.textContent) && !content.querySelector('hr') ? plainText(text) : content
}
