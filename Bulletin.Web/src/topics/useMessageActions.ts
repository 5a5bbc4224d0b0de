import { nextTick } from 'vue'
import { useSession } from '../accounts/session'
import type { Message } from '../api/types'
import { useToasts } from '../ui/toasts'
import { copyText } from './clipboard'
import { useDeletions } from './deletions'
import type { Draft } from './drafts'
import { useOutgoing } from './outgoing'
import type { Room } from './room'

interface View {
  focusComposer: () => void
  show: (seq: number) => void
  toEnd: () => Promise<void> | undefined
}

/** What a person can do with messages: send, answer, change, delete, link to. */
export function useMessageActions(room: Room, draft: Draft, view: View) {
  const session = useSession()
  const outgoing = useOutgoing()
  const deletions = useDeletions()
  const toasts = useToasts()

  async function send(text: string, replyTo: number | null): Promise<void> {
    // First into the outbox, then out of the draft: at no moment are the words in neither.
    outgoing.write(room.topicId, text, replyTo)
    draft.text = ''
    draft.replyTo = null
    await view.toEnd()
  }

  async function copyLink({ seq }: Message): Promise<void> {
    const copied = await copyText(`${globalThis.location.origin}/topics/${room.topicId}/${seq}`)
    toasts.show(copied ? 'Link copied.' : 'The link could not be copied.')
  }

  async function beginEdit(message: Message): Promise<void> {
    // Asked for again, a change that is under way goes on with its words.
    if (draft.edit?.seq !== message.seq) draft.edit = { seq: message.seq, text: message.text ?? '' }
    await nextTick()
  }

  async function editLast(): Promise<void> {
    const own = room.messages.value.findLast((message) => message.author.id === session.user?.id && !deletions.isDeleted(message))
    if (own) await beginEdit(own)
  }

  function retype(text: string): void {
    if (draft.edit) draft.edit.text = text
  }

  async function endEdit(): Promise<void> {
    draft.edit = null
    await nextTick()
    view.focusComposer()
  }

  function act(action: 'reply' | 'edit' | 'delete' | 'link', message: Message): void {
    if (action === 'edit') void beginEdit(message)
    else if (action === 'link') void copyLink(message)
    else if (action === 'delete') {
      deletions.remove(message)
      view.focusComposer()
    } else {
      draft.replyTo = message.seq
      view.focusComposer()
    }
  }

  return { send, act, editLast, retype, endEdit }
}
