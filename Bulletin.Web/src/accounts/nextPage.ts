import type { RouteLocationNormalizedLoaded } from 'vue-router'

/**
 * The page to open after login: a page of this application, or the topics. The part of an address after `#` follows in that
 * of this page: unlike the query, it is never sent to the server.
 */
export function nextPage({ query, hash = '' }: Pick<RouteLocationNormalizedLoaded, 'query'> & { hash?: string }): string {
  const next = query['next']
  if (typeof next !== 'string' || !/^\/(?!\/)/.test(next)) return '/topics'
  return next.includes('#') ? next : next + hash
}
