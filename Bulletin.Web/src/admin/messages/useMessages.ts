import { api, doneOf, resultOf } from '../../api/client'
import type { Result } from '../../api/problem'
import type { Message } from '../../api/types'
import type { FilterField } from '../filterFields'
import type { AdminMessage } from '../types'
import { given, momentOf, oneOf, useAdminList } from '../useAdminList'

export const messageFields: readonly FilterField[] = [
  { name: 'query', label: 'Search', kind: 'search', isRecorded: true },
  { name: 'author', label: 'Author (username)', kind: 'text' },
  { name: 'topic', label: 'Topic (ID)', kind: 'text' },
  { name: 'after', label: 'After', kind: 'date' },
  { name: 'before', label: 'Before', kind: 'date' },
  { name: 'deleted', label: 'Deleted', kind: 'select', options: [{ value: 'false', label: 'No' }, { value: 'true', label: 'Yes' }] },
]

export const keyOf = ({ message }: AdminMessage): string => `${message.topicId}/${message.seq}`

/** Messages of all topics and conversations, newest first. */
export const useMessages = () =>
  useAdminList<AdminMessage>({
    defaults: { query: '', author: '', topic: '', after: '', before: '', deleted: '' },
    keyOf,
    read: ({ query, author, topic, after, before, deleted }, page, signal) => {
      const filters = { query: given(query), author: given(author), topic: given(topic), after: momentOf(after), before: momentOf(before), deleted: oneOf(deleted, ['true', 'false']) }
      return resultOf(api.GET('/api/v1/admin/messages', { params: { query: { ...page, ...filters } }, signal }))
    },
  })

const path = ({ message: { topicId, seq } }: AdminMessage) => ({ params: { path: { topicId, seq } } })

export const editMessage = (message: AdminMessage, text: string): Promise<Result<Message>> =>
  resultOf(api.PATCH('/api/v1/admin/messages/{topicId}/{seq}', { ...path(message), body: { text, revision: message.message.revision } }))

export const deleteMessage = (message: AdminMessage): Promise<Result<true>> =>
  doneOf(api.DELETE('/api/v1/admin/messages/{topicId}/{seq}', path(message)))
