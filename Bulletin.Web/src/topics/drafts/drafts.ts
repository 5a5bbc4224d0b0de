import type { Message, SavedDraft } from '../../api/types'
import { keepValue } from '../../ui/keepValue'

/** The state of a message when its edit began. */
export interface EditBase {
  revision: number
  text: string
}

export const editBaseOf = ({ revision, text }: Message): EditBase => ({ revision, text: text ?? '' })

/** What a person has begun to write in a topic. */
export interface Draft {
  text: string
  replyTo: number | null
  /** The messages being edited, by seq, with their new texts so far. */
  edits: Record<number, string>
  /** Their original states, by seq: an edit may stay open for weeks while the message is changed elsewhere. */
  begun: Record<number, EditBase>
  /** What the server had of the new message when this browser last heard of it; null if nothing. */
  saved?: SavedDraft | null
}

export const emptyDraft = (): Draft => ({ text: '', replyTo: null, edits: {}, begun: {} })

export const draftKey = (userId: string, topicId: string) => `bulletin.draft.${userId}.${topicId}`
const isDraft = (value: unknown): value is Draft => typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string'

/** The ids of the topics with a draft. */
export function topicsWithDrafts(userId: string, storage: Storage = localStorage): string[] {
  const prefix = draftKey(userId, '')
  return Object.keys(storage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
}

/** Everything that a draft says: the new message and the edits. */
export const wordsOf = ({ text, edits }: Draft): string => [text, ...Object.values(edits)].filter(Boolean).join('\n\n')

export function readDraft(userId: string, topicId: string, storage: Storage = localStorage): Draft {
  try {
    const value: unknown = JSON.parse(storage.getItem(draftKey(userId, topicId)) ?? 'null')
    return isDraft(value) ? { ...emptyDraft(), ...value } : emptyDraft()
  } catch {
    return emptyDraft()
  }
}

/** Written on every key press: nothing typed is lost, whatever happens to the page. */
export function writeDraft(userId: string, topicId: string, draft: Draft, storage: Storage = localStorage): void {
  const isEmpty = draft.text === '' && draft.replyTo === null && Object.keys(draft.edits).length === 0
  if (isEmpty) storage.removeItem(draftKey(userId, topicId))
  // If storage is full, the text stays in this page, and the previously stored version remains.
  else keepValue(storage, draftKey(userId, topicId), draft)
}
