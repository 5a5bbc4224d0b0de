import type { Result } from '../../api/problem'
import type { JoinedTopic, Message } from '../../api/types'

/** The changes in a topic or, after a reset, its latest messages. */
export type Changes = Pick<JoinedTopic, 'messages' | 'revision' | 'reset'>

/** All changes after a revision: asks page by page until the revision stays the same. */
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
