import type { Topic } from '../api/types'

/**
 * The topics that were taken from the list, and when, so that answers that were under way do not bring them back. A public
 * topic is gone for good; a private one comes back for somebody who is added again, a direct one with its next message.
 */
export function createRemovals() {
  const removed = new Map<string, number>()
  let clock = 0

  function isGone({ id, access }: Topic, asked: number): boolean {
    const moment = removed.get(id)
    return moment !== undefined && (access === 'public' || moment > asked)
  }

  return {
    add: (topicId: string) => void removed.set(topicId, ++clock),
    /** The time to compare an answer with that is asked for now. */
    now: () => clock,
    /** The topics of an answer asked for at a time, or of an event, without those removed since. */
    without: (topics: readonly Topic[], asked = clock): Topic[] => topics.filter((topic) => !isGone(topic, asked)),
  }
}
