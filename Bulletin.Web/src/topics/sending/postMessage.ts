import { api, resultOf } from '../../api/client'
import type { OutgoingMessage } from './outbox'

/** A post without an answer is sent again as the same message. */
export const postMessage = ({ topicId, text, clientId, replyTo }: OutgoingMessage) =>
  resultOf(
    api.POST('/api/v1/topics/{topicId}/messages', {
      params: { path: { topicId } },
      body: { text, clientId, replyTo },
    }),
  )
