import type { Result } from '../../api/problem'
import type { JoinedTopic, Message } from '../../api/types'

/** What changed in a topic, or after a reset its latest messages. */
export type Changes = Pick<JoinedTopic, 'messages' | 'revision' | 'reset'>

/** All that changed after a revision: the server answers page by page, until the revision no longer moves. */
export async function allChanges(ask: (after: number) => Promise<Result<Changes>>, after: number): Promise<Result<Changes>> {
  const messages: Message[] = []
  for (;;) {
    const answer = await ask(after)
    if (!answer.ok || answer.value.reset) return answer
    messages.push(...answer.value.messages)
    if (answer.value.revision <= after) return { ok: true, value: { ...answer.value, messages } }
    after = answer.value.revision
  }
}
