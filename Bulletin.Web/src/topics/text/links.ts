import { isBlank } from './blank'
import { ownTopic } from './ownTopic'

const overrides = /[\u202a-\u202e\u2066-\u2069]/g
const startOfAddress = /^\s*[a-z][a-z0-9+.-]*:\/\/(?:[^/?#\s]*@)?(\[[^\]\s]*\]|[^/?#:\s]+)/i
const hosts = /(?:[\p{L}\p{N}\p{M}-]+\.)+[\p{L}\p{M}-]{2,}/gu

/** The text of a link must not contain characters that change its reading order. */
function dropOverrides(link: Node): void {
  for (const child of link.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) child.textContent = (child.textContent ?? '').replaceAll(overrides, '')
    else dropOverrides(child)
  }
}

/** Text as it looks: full-width letters and dots become normal ones, and invisible characters are removed. */
const asSeen = (words: string): string => words.normalize('NFKC').replaceAll(/\p{DI}/gu, '').replaceAll('。', '.').toLowerCase()

/** The hosts that a text seems to name. */
function namedHosts(words: string): string[] {
  const seen = asSeen(words)
  const address = startOfAddress.exec(seen)?.[1]
  return address ? [address] : [...(seen.match(hosts) ?? [])]
}

/** A host without Latin letters can't be mistaken for one that has them, so it may be shown in its own script. */
const isHost = (named: string, hostname: string): boolean =>
  named === hostname || (!/[a-z]/.test(named) && URL.canParse(`https://${named}`) && new URL(`https://${named}`).hostname === hostname)

/** The host of a link, if its text may suggest another. */
function otherHost(words: string, address: string): string | undefined {
  if (!/^(?:https?|ftp):/i.test(address) || !URL.canParse(address)) return undefined
  const { hostname, username } = new URL(address)
  return !username && namedHosts(words).every((named) => isHost(named, hostname)) ? undefined : hostname
}

/** Shows where a link leads. */
function explain(link: HTMLAnchorElement): void {
  const address = link.getAttribute('href') ?? ''
  if (isBlank(link.textContent)) link.textContent = address
  const words = link.textContent
  const told = [words === address ? '' : address, link.title].filter(Boolean)
  if (told.length) link.title = told.join('\n')
  const host = otherHost(words, address)
  if (host) link.dataset['host'] = host
  link.dir = 'auto'
  // Such a link is opened within the page.
  if (ownTopic(address) !== null) return
  link.target = '_blank'
  link.rel = 'noopener noreferrer nofollow'
}

export function finishLinks(root: ParentNode): void {
  for (const link of root.querySelectorAll('a')) {
    dropOverrides(link)
    if (link.getAttribute('href')) explain(link)
    else link.replaceWith(...link.childNodes)
  }
}
