import type { Topic } from '../api/types'

/**
 * The topics that were taken from the list, and when, so that answers that were under way do not bring them back. What is heard
 * of after that is back: a topic that was restored, a private one for somebody who is added again, a direct one with its next message.
 */
export function createRemovals() {
  const removed = new Map<string, number>()
  let clock = 0

  const isGone = ({ id }: Topic, asked: number): boolean => (removed.get(id) ?? 0) > asked

  return {
    add: (topicId: string) => void removed.set(topicId, ++clock),
    /** The time to compare an answer with that is asked for now. */
    now: () => clock,
    /** The topics of an answer asked for at a time, or of an event, without those removed since. */
    without: (topics: readonly Topic[], asked = clock): Topic[] => topics.filter((topic) => !isGone(topic, asked)),
  }
}
