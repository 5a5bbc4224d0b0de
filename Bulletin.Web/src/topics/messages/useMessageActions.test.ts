import { createPinia, setActivePinia } from 'pinia'
import { nextTick, reactive } from 'vue'
import { beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { unreachable } from '../../api/problem'
import { usePersonal } from '../../personal/personal'
import { message, topic, user } from '../../testing'
import { useToasts } from '../../ui/toasts'
import { emptyDraft } from '../drafts/drafts'
import { createRoom } from '../room/room'
import { useMessageActions } from './useMessageActions'

const log = Array.from({ length: 60 }, (_, index) => message(index + 1, { author: user(index === 19 ? 'ada' : 'ben') }))

beforeEach(() => {
  setActivePinia(createPinia())
  useSession().user = user('ada')
})

async function acting() {
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: topic('tea', { lastSeq: 60 }) }),
    page: (_, limit) => Promise.resolve({ ok: true, value: { items: log.slice(-limit), next: null } }),
    join: () => Promise.reject(new Error('nobody is asked')),
    changes: () => Promise.reject(new Error('nobody is asked')),
    leave: () => Promise.resolve(),
  })
  await room.load()
  const draft = reactive(emptyDraft())
  const view = { focusComposer: vi.fn(), focusEditor: vi.fn(), reveal: vi.fn(() => Promise.resolve()), toEnd: () => Promise.resolve(true) }
  return { draft, view, actions: useMessageActions(room, draft, view) }
}

test('a message that the browser cannot keep stays in the draft', async () => {
  const { draft, actions } = await acting()
  draft.text = 'precious'
  vi.spyOn(localStorage, 'setItem').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  await actions.send('precious', null)
  expect(draft.text).toBe('precious')
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['This browser has no room to keep the message. It was not sent.'])
})

test('a change that is begun leaves the words of the others that are under way', async () => {
  const { draft, actions } = await acting()
  actions.act('edit', message(3))
  actions.retype(3, 'half of a new')
  actions.act('edit', message(5))
  actions.act('edit', message(3))
  expect(draft.edits).toEqual({ 3: 'half of a new', 5: 'line 5' })
  await actions.endEdit(5)
  expect(draft.edits).toEqual({ 3: 'half of a new' })
  expect(draft.begun).toEqual({ 3: { revision: 3, text: 'line 3' } })
})

test('a change that is begun here and now gets the focus, one that was under way does not', async () => {
  const { draft, view, actions } = await acting()
  actions.retype(5, 'from another tab')
  await nextTick()
  expect(view.focusEditor).not.toHaveBeenCalled()
  actions.act('edit', message(3))
  expect(draft.edits[3]).toBe('line 3')
  await nextTick()
  expect(view.focusEditor.mock.calls).toEqual([[3]])
})

test('the last own message is brought into sight before it is changed', async () => {
  const { draft, view, actions } = await acting()
  view.reveal.mockImplementation(() => {
    expect(draft.edits).toEqual({})
    return Promise.resolve()
  })
  await actions.editLast()
  expect(view.reveal).toHaveBeenCalledWith(20)
  expect(draft.edits).toEqual({ 20: 'line 20' })
})

test.each(['report', 'history', 'reactions'] as const)('a dialog opens about the message that was chosen: %s', async (action) => {
  const { actions } = await acting()
  actions.act(action, message(3))
  expect([actions.dialog.value, actions.subject.value?.seq]).toEqual([action, 3])
})

test('a change that is taken up again is still one of what the message said when it was begun', async () => {
  const { draft, actions } = await acting()
  actions.act('edit', message(3))
  actions.act('edit', message(3, { revision: 90, text: 'changed elsewhere' }))
  expect(draft.begun).toEqual({ 3: { revision: 3, text: 'line 3' } })
})

test('a topic that cannot be marked unread is spoken of in words', async () => {
  const { actions } = await acting()
  const mark = vi.spyOn(usePersonal(), 'markUnread').mockResolvedValue({ ok: false, failure: unreachable })
  actions.act('unread', message(3))
  await nextTick()
  expect(mark).toHaveBeenCalledWith('tea', 3)
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['The topic was not marked unread. The server cannot be reached right now.'])
})
