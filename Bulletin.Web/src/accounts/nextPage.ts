import type { RouteLocationNormalizedLoaded } from 'vue-router'

/** The page to open after login: a page of this application, or the topics. */
export function nextPage({ query }: Pick<RouteLocationNormalizedLoaded, 'query'>): string {
  const next = query['next']
  return typeof next === 'string' && /^\/(?!\/)/.test(next) ? next : '/topics'
}
