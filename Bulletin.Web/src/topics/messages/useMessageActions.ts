import { nextTick, ref, shallowRef } from 'vue'
import { useSession } from '../../accounts/session'
import type { Message } from '../../api/types'
import { usePersonal } from '../../personal/personal'
import { copyText } from '../../ui/clipboard'
import { useToasts } from '../../ui/toasts'
import { editBaseOf, type Draft } from '../drafts/drafts'
import { usePins } from '../pins/usePins'
import type { Room } from '../room/room'
import { useOutgoing } from '../sending/outgoing'
import { useDeletions } from './deletions'
import type { MessageAction, MessageDialog } from './messageAction'

interface View {
  focusComposer: () => void
  focusEditor: (seq: number) => void
  reveal: (seq: number) => Promise<void> | undefined
  toEnd: () => Promise<boolean> | undefined
}

const without = <T>(seq: number, all: Record<number, T>): Record<number, T> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== String(seq)))

/** The actions on messages: send, reply, edit, delete, copy link, pin, mark unread, report, look at earlier texts and at who reacted. */
export function useMessageActions(room: Room, draft: Draft, view: View) {
  const session = useSession()
  const outgoing = useOutgoing()
  const deletions = useDeletions()
  const personal = usePersonal()
  const pins = usePins()
  const toasts = useToasts()
  /** The dialog that is open, and the message of the last one. */
  const dialog = ref<MessageDialog | null>(null)
  const subject = shallowRef<Message | null>(null)

  async function send(text: string, replyTo: number | null): Promise<void> {
    // First into the outbox, then out of the draft, so that the text is always in at least one of them.
    if (!outgoing.write(room.topicId, text, replyTo)) {
      toasts.show('This browser has no room to keep the message. It was not sent.')
      return
    }
    draft.text = ''
    draft.replyTo = null
    await view.toEnd()
  }

  async function copyLink({ seq }: Message): Promise<void> {
    const copied = await copyText(`${globalThis.location.origin}/topics/${room.topicId}/${seq}`)
    toasts.show(copied ? 'Link copied.' : 'The link could not be copied.')
  }

  async function markUnread({ topicId, seq }: Message): Promise<void> {
    const result = await personal.markUnread(topicId, seq)
    if (!result.ok) toasts.show(`The topic was not marked unread. ${result.failure.detail}`)
  }

  /** Several messages can be edited at once. Editing one again resumes its text, so that no typed text is lost. */
  async function beginEdit(message: Message): Promise<void> {
    if (draft.edits[message.seq] === undefined) {
      draft.begun[message.seq] = editBaseOf(message)
      draft.edits[message.seq] = message.text ?? ''
    }
    await nextTick()
    view.focusEditor(message.seq)
  }

  async function editLast(): Promise<void> {
    if (!room.atEnd.value) await view.toEnd()
    const own = room.messages.value.findLast((message) => message.author.id === session.user?.id && !deletions.isDeleted(message))
    if (!own) return
    await view.reveal(own.seq)
    await beginEdit(own)
  }

  function retype(seq: number, text: string): void {
    draft.edits[seq] = text
  }

  async function endEdit(seq: number): Promise<void> {
    draft.edits = without(seq, draft.edits)
    draft.begun = without(seq, draft.begun)
    await nextTick()
    view.focusComposer()
  }

  function act(action: MessageAction, message: Message): void {
    if (action === 'edit') void beginEdit(message)
    else if (action === 'link') void copyLink(message)
    else if (action === 'unread') void markUnread(message)
    else if (action === 'pin' || action === 'unpin') void pins.pin(room.topicId, message.seq, action === 'pin')
    else if (action === 'delete') {
      deletions.remove(message)
      view.focusComposer()
    } else if (action === 'report' || action === 'history' || action === 'reactions') {
      subject.value = message
      dialog.value = action
    } else {
      draft.replyTo = message.seq
      view.focusComposer()
    }
  }

  return { dialog, subject, send, act, editLast, retype, endEdit }
}
