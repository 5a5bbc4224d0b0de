import DOMPurify from 'dompurify'
import MarkdownIt from 'markdown-it'

// No raw HTML, no images (they would tell strangers who reads), no headings (a message is not a page).
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, typographer: false }).disable(['image', 'heading', 'lheading'])
markdown.linkify.set({ fuzzyEmail: false, fuzzyLink: false })

const allowedTags = [
  'p', 'br', 'strong', 'em', 's', 'a', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr',
  'table', 'thead', 'tbody', 'tr', 'th', 'td',
]
DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.nodeName === 'A') {
    node.setAttribute('target', '_blank')
    node.setAttribute('rel', 'noopener noreferrer nofollow')
  }
  if (/^(P|LI|BLOCKQUOTE|TD|TH|UL|OL)$/.test(node.nodeName)) node.setAttribute('dir', 'auto')
  if (/^(PRE|TABLE)$/.test(node.nodeName)) node.setAttribute('tabindex', '0')
})

/** The harmless elements a message's Markdown stands for. */
export function renderMarkdown(text: string): DocumentFragment {
  return DOMPurify.sanitize(markdown.render(text), {
    ALLOWED_TAGS: allowedTags,
    ALLOWED_ATTR: ['href', 'class', 'start'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  })
}
