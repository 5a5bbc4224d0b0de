import type { Message } from '../../api/types'
import { keepValue } from '../../ui/keepValue'

/** What a message said when a change of it was begun. */
export interface EditBase {
  revision: number
  text: string
}

export const editBaseOf = ({ revision, text }: Message): EditBase => ({ revision, text: text ?? '' })

/** What a person has begun to write in a topic. */
export interface Draft {
  text: string
  replyTo: number | null
  /** The messages being changed, by seq, and their texts so far. */
  edits: Record<number, string>
  /** What they said before, by seq: an edit may be left open for weeks, and the message be changed elsewhere. */
  begun: Record<number, EditBase>
}

export const emptyDraft = (): Draft => ({ text: '', replyTo: null, edits: {}, begun: {} })

export const draftKey = (userId: string, topicId: string) => `bulletin.draft.${userId}.${topicId}`
const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

export function readDraft(userId: string, topicId: string, storage: Storage = localStorage): Draft {
  try {
    const value: unknown = JSON.parse(storage.getItem(draftKey(userId, topicId)) ?? 'null')
    return isDraft(value) ? { ...emptyDraft(), ...value } : emptyDraft()
  } catch {
    return emptyDraft()
  }
}

/** Written with every key press: nothing typed is lost, whatever happens to the page. */
export function writeDraft(userId: string, topicId: string, draft: Draft, storage: Storage = localStorage): void {
  const isEmpty = draft.text === '' && draft.replyTo === null && Object.keys(draft.edits).length === 0
  if (isEmpty) storage.removeItem(draftKey(userId, topicId))
  // Where there is no room the words stay in this page, and what was kept of them before stays kept.
  else keepValue(storage, draftKey(userId, topicId), draft)
}
