import DOMPurify from 'dompurify'
import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import go from 'highlight.js/lib/languages/go'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import python from 'highlight.js/lib/languages/python'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

const languages = { bash, c, csharp, css, diff, go, java, javascript, json, python, rust, sql, typescript, xml, yaml }
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)

/** The highlighter's markup is sanitised like all other content of a message. */
const elementsOf = (html: string): DocumentFragment =>
  DOMPurify.sanitize(html, { ALLOWED_TAGS: ['span'], ALLOWED_ATTR: ['class'], RETURN_DOM_FRAGMENT: true })

/** Highlighting time grows faster than the length, and each colour is an element. */
const maxBlock = 2000
const maxLine = 300
const maxMessage = 3000
const maxColours = 500

const isTooLong = (code: string): boolean =>
  code.length > maxBlock || code.split('\n').some((line) => line.length > maxLine)

/** Highlights code blocks in a supported language, unless they are too long. */
export function highlightCode(root: ParentNode): void {
  let length = 0
  let colours = 0
  for (const code of root.querySelectorAll<HTMLElement>('pre > code[class*="language-"]')) {
    const language = /language-([\w#+-]+)/.exec(code.className)?.[1] ?? ''
    const text = code.textContent
    if (!hljs.getLanguage(language) || isTooLong(text) || length + text.length > maxMessage) continue
    length += text.length
    const { value } = hljs.highlight(text, { language, ignoreIllegals: true })
    colours += value.split('<span').length - 1
    if (colours > maxColours) return
    code.replaceChildren(elementsOf(value))
  }
}
