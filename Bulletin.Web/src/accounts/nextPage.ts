import type { RouteLocationNormalizedLoaded } from 'vue-router'

/** Where somebody wanted to go who had to log in first: a page of ours, or the topics. */
export function nextPage({ query }: Pick<RouteLocationNormalizedLoaded, 'query'>): string {
  const next = query['next']
  return typeof next === 'string' && /^\/(?!\/)/.test(next) ? next : '/topics'
}
