import { api, resultOf } from '../api/client'
import type { OutgoingMessage } from './outbox'

/** A post that hangs would hold up all that was written after it: it counts as lost, and is sent again as the same message. */
const longest = 15_000

export const postMessage = ({ topicId, text, clientId, replyTo }: OutgoingMessage) =>
  resultOf(
    api.POST('/api/v1/topics/{topicId}/messages', {
      params: { path: { topicId } },
      body: { text, clientId, replyTo },
      signal: AbortSignal.timeout(longest),
    }),
  )
