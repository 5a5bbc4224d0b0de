import { api, resultOf } from '../../api/client'
import type { OutgoingMessage } from './outbox'

/** A post without a response is sent again with the same clientId. */
export const postMessage = ({ topicId, text, clientId, replyTo, confirmAll }: OutgoingMessage) =>
  resultOf(
    api.POST('/api/v1/topics/{topicId}/messages', {
      params: { path: { topicId } },
      body: { text, clientId, replyTo, ...(confirmAll && { confirmAll }) },
    }),
  )
