import { onScopeDispose, watch } from 'vue'
import { useSession } from '../../accounts/session'
import { backoff } from '../../api/backoff'
import { isTemporary } from '../../api/problem'
import type { SavedDraft } from '../../api/types'
import { useConnection } from '../../connection/connection'
import { usePersonal } from '../../personal/personal'
import { useToasts } from '../../ui/toasts'
import { readDraft, writeDraft, type Draft } from './drafts'

const pause = 1_000
/** Time for the answer to one's own save, here or in another tab, to arrive before the event. */
const hesitation = 500
/** Who typed this recently is typing. */
const typingSpan = 2_000
const offerTime = 20_000

const isBlank = ({ text }: Pick<Draft, 'text'>) => text.trim() === ''

/**
 * Keeps the new message of a draft on the server, a second after the last key press, and takes over what another device has
 * saved. Two devices that write at once both keep their text; the one that saves later is offered the other's.
 */
export function useDraftSync(topicId: string, draft: Draft, isFollowing: () => boolean): void {
  const personal = usePersonal()
  const toasts = useToasts()
  const userId = useSession().user?.id ?? ''
  let timer: ReturnType<typeof setTimeout> | undefined
  let taking: ReturnType<typeof setTimeout> | undefined
  let saving = false
  let wanted = false
  let ended = false
  let failures = 0
  let typedAt = -Infinity
  /** Whether what is typed now comes from the server. */
  let filling = false

  const isChanged = (): boolean => (isBlank(draft) ? Boolean(draft.saved) : draft.text !== draft.saved?.text || draft.replyTo !== draft.saved.replyTo)

  function note(saved: SavedDraft | null): void {
    filling = true
    draft.saved = saved
    filling = false
    // After the topic was left, another tab may have written on.
    const held = readDraft(userId, topicId)
    if (ended && !isBlank(held)) writeDraft(userId, topicId, { ...held, saved })
  }

  function fill(saved: SavedDraft | null): void {
    filling = true
    Object.assign(draft, { text: saved?.text ?? '', replyTo: saved?.replyTo ?? null, saved })
    filling = false
  }

  /** Another device has saved something else meanwhile. The text here stays, and is saved with the next key press. */
  function conflict(other: SavedDraft | null): void {
    note(other)
    if (!other) return plan(0)
    if (other.text === draft.text && other.replyTo === draft.replyTo) return
    if (isBlank(draft)) return fill(other)
    if (!ended) toasts.show('You wrote something else here on another device.', { label: 'Use the other draft', run: () => fill(other) }, offerTime)
  }

  /** Returns whether to try again. */
  async function put(leaving: boolean): Promise<boolean> {
    const { text, replyTo } = draft
    const result = await personal.saveDraft(topicId, { text, replyTo, version: draft.saved?.version ?? 0 }, leaving)
    if (result.ok) note(result.value.draft)
    else if ('changed' in result) conflict(result.changed)
    return !result.ok && 'failure' in result && isTemporary(result.failure)
  }

  async function remove(leaving: boolean): Promise<boolean> {
    const result = await personal.deleteDraft(topicId, leaving)
    if (result.ok) note(null)
    return !result.ok && isTemporary(result.failure)
  }

  /** One call at a time, until the server has what is here. */
  async function save(leaving = false): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    wanted = saving
    if (saving || !userId || !isChanged()) return
    saving = true
    const fails = await (isBlank(draft) ? remove(leaving) : put(leaving)).finally(() => (saving = false))
    failures = fails ? failures + 1 : 0
    if (fails) plan(backoff(failures))
    else if (wanted) await save()
  }

  function plan(wait: number): void {
    clearTimeout(timer)
    if (!ended || wait === 0) timer = setTimeout(() => void save(), wait)
  }

  /** Takes over what another device saved, unless somebody writes here. */
  function takeOver(): void {
    clearTimeout(taking)
    const state = personal.stateOf(topicId)
    const known = draft.saved ?? null
    if (ended || !state || saving || timer !== undefined || state.draft?.version === known?.version) return
    // Older than what this browser has saved since.
    if (known && Math.max(state.version, state.draft?.version ?? 0) <= known.version) return
    if (!isBlank(draft) && isChanged()) return
    const idle = performance.now() - typedAt
    if (!isBlank(draft) && document.hasFocus() && idle < typingSpan) taking = setTimeout(takeOver, typingSpan - idle)
    else fill(state.draft)
  }

  watch(() => [draft.text, draft.replyTo] as const, () => {
    if (filling || isFollowing()) return
    typedAt = performance.now()
    // What was sent is deleted at once.
    plan(isBlank(draft) ? 0 : pause)
  }, { flush: 'sync' })
  watch(() => personal.stateOf(topicId)?.draft, (_, before) => {
    clearTimeout(taking)
    taking = setTimeout(takeOver, before === undefined ? 0 : hesitation)
  }, { immediate: true })

  const leaving = () => { if (document.visibilityState === 'hidden' && timer !== undefined) void save(true) }
  document.addEventListener('visibilitychange', leaving)
  const stop = useConnection().whenConnected(() => { if (isChanged()) plan(0) })
  // Written before the page was loaded, perhaps without a connection.
  if (!isBlank(draft) && isChanged()) plan(pause)

  onScopeDispose(() => {
    ended = true
    stop()
    clearTimeout(taking)
    document.removeEventListener('visibilitychange', leaving)
    if (timer !== undefined) void save()
  })
}
