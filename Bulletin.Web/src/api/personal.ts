import { api, doneOf, resultOf } from './client'
import type { Result } from './problem'
import type { components } from './schema'
import type { NotificationLevel, SavedDraft, TopicState } from './types'

const at = (topicId: string) => ({ params: { path: { topicId } } })

/** What the server answers to a draft: its new state, or the newer draft that it would have replaced. */
export type SavedOrChanged = Result<TopicState> | { ok: false; changed: SavedDraft | null }

async function saveDraft(topicId: string, draft: SavedDraft, keepalive = false): Promise<SavedOrChanged> {
  let changed: SavedDraft | null | undefined
  const answer = api.PUT('/api/v1/topics/{topicId}/draft', { ...at(topicId), body: draft, keepalive }).then((given) => {
    changed = changedDraft(given.error)
    return given
  })
  const result = await resultOf(answer)
  return changed === undefined ? result : { ok: false, changed }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isDraft = (value: unknown): value is SavedDraft => isRecord(value) && typeof value['text'] === 'string' && (value['replyTo'] === null || typeof value['replyTo'] === 'number') && typeof value['version'] === 'number'

/** The draft that a problem carries: null if there is none any more, undefined if the problem is another one. */
function changedDraft(problem: components['schemas']['ProblemBody'] | undefined): SavedDraft | null | undefined {
  if (problem?.code !== 'draft_changed') return undefined
  return isDraft(problem.draft) ? problem.draft : null
}

/** The calls about what is the user's own. With `keepalive` the browser completes them even if the page is closed. */
export const personalApi = {
  /** The states of up to 100 topics. Those that the user neither follows nor has opened are missing. */
  topics: (ids: readonly string[]) => resultOf(api.GET('/api/v1/users/me/topics', { params: { query: { ids: ids.join(',') } } })),
  /** The topics that were active last. */
  latestTopics: () => resultOf(api.GET('/api/v1/users/me/topics', { params: { query: { limit: 100 } } })),
  read: (topicId: string, seq: number, keepalive: boolean) => resultOf(api.PUT('/api/v1/topics/{topicId}/read', { ...at(topicId), body: { seq }, keepalive })),
  /** Sets the position back to before a message. */
  unread: (topicId: string, seq: number) => resultOf(api.PUT('/api/v1/topics/{topicId}/read', { ...at(topicId), body: { seq, unread: true } })),
  readAll: () => doneOf(api.PUT('/api/v1/users/me/topics/read')),
  setLevel: (topicId: string, level: NotificationLevel) => resultOf(api.PUT('/api/v1/topics/{topicId}/level', { ...at(topicId), body: { level } })),
  follow: (topicId: string, follows: boolean) =>
    doneOf(follows ? api.PUT('/api/v1/topics/{topicId}/follow', at(topicId)) : api.DELETE('/api/v1/topics/{topicId}/follow', at(topicId))),
  saveDraft,
  deleteDraft: (topicId: string, keepalive = false) => doneOf(api.DELETE('/api/v1/topics/{topicId}/draft', { ...at(topicId), keepalive })),
  notifications: (unread: boolean, limit: number, cursor: string | null) =>
    resultOf(api.GET('/api/v1/notifications', { params: { query: { unread: unread ? 'true' : 'false', limit, ...(cursor !== null && { cursor }) } } })),
  readNotifications: (upTo: number) => resultOf(api.PUT('/api/v1/notifications/read', { body: { upTo } })),
}
