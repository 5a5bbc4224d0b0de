import { api, doneOf, resultOf } from '../../api/client'
import type { Result } from '../../api/problem'
import { optionsOf, type FilterField } from '../filterFields'
import type { AdminTopic } from '../types'
import { given, oneOf, useAdminList } from '../useAdminList'

const accesses: readonly AdminTopic['access'][] = ['public', 'private', 'direct']
const states = ['active', 'locked', 'resolved', 'removed'] as const
const sorts = ['-activity', '-created', 'created'] as const

export const topicFields: readonly FilterField[] = [
  { name: 'query', label: 'Search by name', kind: 'search' },
  { name: 'access', label: 'Access', kind: 'select', options: optionsOf(...accesses) },
  { name: 'state', label: 'State', kind: 'select', options: optionsOf(...states) },
  { name: 'creator', label: 'Creator (username)', kind: 'text' },
]

/** All topics and conversations, also removed ones that can still be restored. */
export const useTopics = () =>
  useAdminList<AdminTopic>({
    defaults: { query: '', access: '', state: '', creator: '', sort: '-activity' },
    keyOf: ({ id }) => id,
    read: ({ query, access, state, creator, sort }, page, signal) => {
      const filters = { query: given(query), access: oneOf(access, accesses), state: oneOf(state, states), creator: given(creator), sort: given(query) ? undefined : oneOf(sort, sorts) }
      return resultOf(api.GET('/api/v1/admin/topics', { params: { query: { ...page, ...filters } }, signal }))
    },
  })

export type TopicChanges = { name?: string; description?: string; locked?: boolean; resolved?: boolean; retentionDays?: number | null }

export const changeTopic = (topicId: string, changes: TopicChanges): Promise<Result<AdminTopic>> =>
  resultOf(api.PATCH('/api/v1/admin/topics/{topicId}', { params: { path: { topicId } }, body: changes }))

export const removeTopic = (topicId: string): Promise<Result<true>> =>
  doneOf(api.DELETE('/api/v1/admin/topics/{topicId}', { params: { path: { topicId } } }))
