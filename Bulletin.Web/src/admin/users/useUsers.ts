import { api, doneOf, resultOf } from '../../api/client'
import type { Result } from '../../api/problem'
import { optionsOf, type FilterField } from '../filterFields'
import type { AdminUser } from '../types'
import { given, momentOf, oneOf, useAdminList } from '../useAdminList'

const roles: readonly AdminUser['role'][] = ['member', 'moderator', 'admin']
const states: readonly AdminUser['state'][] = ['active', 'suspended', 'closed']
const sorts = ['username', '-username', 'created', '-created', 'lastSeen', '-lastSeen'] as const

export const userFields: readonly FilterField[] = [
  { name: 'query', label: 'Search by name', kind: 'search' },
  { name: 'role', label: 'Role', kind: 'select', options: optionsOf(...roles) },
  { name: 'state', label: 'State', kind: 'select', options: optionsOf(...states) },
  { name: 'createdAfter', label: 'Created after', kind: 'date' },
]

/** The accounts of this site. What a search finds has no other order. */
export const useUsers = () =>
  useAdminList<AdminUser>({
    defaults: { query: '', role: '', state: '', createdAfter: '', sort: 'username' },
    keyOf: ({ id }) => id,
    read: ({ query, role, state, createdAfter, sort }, page, signal) => {
      const filters = { query: given(query), role: oneOf(role, roles), state: oneOf(state, states), createdAfter: momentOf(createdAfter), sort: given(query) ? undefined : oneOf(sort, sorts) }
      return resultOf(api.GET('/api/v1/admin/users', { params: { query: { ...page, ...filters } }, signal }))
    },
  })

export type UserChanges = { displayName?: string; role?: AdminUser['role']; suspended?: { until: string | null; reason: string } | null }

export const changeUser = (userId: string, changes: UserChanges): Promise<Result<AdminUser>> =>
  resultOf(api.PATCH('/api/v1/admin/users/{userId}', { params: { path: { userId } }, body: changes }))

export const endSessions = (userId: string): Promise<Result<true>> =>
  doneOf(api.DELETE('/api/v1/admin/users/{userId}/sessions', { params: { path: { userId } } }))
