import type { Topic, User } from '../../api/types'

/** Whether a person may pin in a topic: whoever may change it, and everybody in a direct conversation. */
export const mayPin = (topic: Topic, me: Pick<User, 'id'> | null, isOwnerOrModerator: boolean): boolean =>
  topic.access === 'direct' || isOwnerOrModerator || (topic.access === 'public' && topic.createdBy.id === me?.id)
