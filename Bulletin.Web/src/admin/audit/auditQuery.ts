import type { RouteLocationRaw } from 'vue-router'
import type { AuditEntry } from '../types'
import { given, momentOf, type Filters } from '../useAdminList'

/** The filters as the server knows them. */
export const queryOf = (filters: Filters) => ({
  actor: given(filters['actor']),
  action: given(filters['action']),
  target: given(filters['target']),
  after: momentOf(filters['after']),
  before: momentOf(filters['before']),
})

/** A newer server may know of more kinds. */
type Target = Omit<AuditEntry['target'], 'kind'> & { kind: string }

const pages: Readonly<Record<string, string>> = { user: 'admin-user', topic: 'admin-topic', message: 'admin-topic', report: 'admin-report' }

/** The page of what an act was about; null if there is none. */
export function placeOf({ kind, id }: Target): RouteLocationRaw | null {
  if (kind === 'settings') return { name: 'admin-settings' }
  const name = pages[kind]
  return name === undefined ? null : { name, params: { id } }
}

/** What an act was about, in words. */
export function targetInWords({ kind, name, seq }: Target): string {
  if (kind === 'settings') return 'Settings'
  if (kind === 'report') return 'Report'
  if (kind === 'user') return name ? `@${name}` : 'User'
  const topic = name || 'Direct conversation'
  return seq === null ? topic : `${topic}, message ${seq}`
}
