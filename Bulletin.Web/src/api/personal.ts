import { authorisedFetch, doneOf, resultOf, type Answer } from './client'
import type { Result } from './problem'
import type { NotificationLevel, NotificationPage, Page, PersonalTopic, SavedDraft, TopicState } from './types'

type Method = 'GET' | 'PUT' | 'DELETE'

/** `keepalive`: the browser completes the call even if the page is closed. */
interface Options {
  body?: unknown
  keepalive?: boolean
}

/** A call whose types are not in the schema. */
export async function call<T>(method: Method, path: string, { body, keepalive = false }: Options = {}): Promise<Answer<T>> {
  const json = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
  const response = await authorisedFetch(new Request(`${globalThis.location.origin}/api/v1${path}`, { method, keepalive, ...json }))
  if (response.status === 204) return { response }
  const content = await response.json()
  return response.ok ? { data: content, response } : { error: content, response }
}

const topicPath = (topicId: string, what: string) => `/topics/${encodeURIComponent(topicId)}/${what}`

/** What the server answers to a draft: its new state, or the newer draft that it would have replaced. */
export type SavedOrChanged = Result<TopicState> | { ok: false; changed: SavedDraft | null }

async function saveDraft(topicId: string, draft: SavedDraft, keepalive = false): Promise<SavedOrChanged> {
  let changed: SavedDraft | null | undefined
  const answer = call<TopicState>('PUT', topicPath(topicId, 'draft'), { body: draft, keepalive }).then((given) => {
    changed = changedDraft(given.error)
    return given
  })
  const result = await resultOf(answer)
  return changed === undefined ? result : { ok: false, changed }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isDraft = (value: unknown): value is SavedDraft => isRecord(value) && typeof value['text'] === 'string' && (value['replyTo'] === null || typeof value['replyTo'] === 'number') && typeof value['version'] === 'number'

/** The draft that a problem carries: null if there is none any more, undefined if the problem is another one. */
function changedDraft(problem: unknown): SavedDraft | null | undefined {
  if (!isRecord(problem) || problem['code'] !== 'draft_changed') return undefined
  return isDraft(problem['draft']) ? problem['draft'] : null
}

/** The calls about what is the user's own. */
export const personalApi = {
  /** The states of up to 100 topics. Those that the user neither follows nor has opened are missing. */
  topics: (ids: readonly string[]) => resultOf(call<Page<PersonalTopic>>('GET', `/users/me/topics?ids=${ids.join(',')}`)),
  /** The topics that were active last. */
  latestTopics: () => resultOf(call<Page<PersonalTopic>>('GET', '/users/me/topics?limit=100')),
  read: (topicId: string, seq: number, keepalive: boolean) => resultOf(call<TopicState>('PUT', topicPath(topicId, 'read'), { body: { seq }, keepalive })),
  /** Sets the position back to before a message. */
  unread: (topicId: string, seq: number) => resultOf(call<TopicState>('PUT', topicPath(topicId, 'read'), { body: { seq, unread: true } })),
  readAll: () => doneOf(call('PUT', '/users/me/topics/read')),
  setLevel: (topicId: string, level: NotificationLevel) => resultOf(call<TopicState>('PUT', topicPath(topicId, 'level'), { body: { level } })),
  follow: (topicId: string, follows: boolean) => doneOf(call(follows ? 'PUT' : 'DELETE', topicPath(topicId, 'follow'))),
  saveDraft,
  deleteDraft: (topicId: string, keepalive = false) => doneOf(call('DELETE', topicPath(topicId, 'draft'), { keepalive })),
  notifications: (unread: boolean, limit: number, cursor: string | null) =>
    resultOf(call<NotificationPage>('GET', `/notifications?unread=${unread}&limit=${limit}${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`)),
  readNotifications: (upTo: number) => resultOf(call<{ unread: number }>('PUT', '/notifications/read', { body: { upTo } })),
}
