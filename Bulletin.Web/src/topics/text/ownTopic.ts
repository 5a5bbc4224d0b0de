const page = /^\/topics\/[^/]+(?:\/\d+)?\/?$/

/** The path of an address if it is a topic or message of this server; otherwise null. */
export function ownTopic(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { origin, pathname, search, hash, username } = new URL(address)
  return origin === globalThis.location.origin && !username && page.test(pathname) ? pathname + search + hash : null
}
