import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick } from 'vue'
import { afterEach, beforeEach, expect, test, vi, type Mock } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import type { SavedDraft } from '../../api/types'
import { usePersonal } from '../../personal/personal'
import { state } from '../../personal/testingPersonal'
import { user } from '../../testing'
import { useToasts } from '../../ui/toasts'
import { emptyDraft, readDraft, writeDraft } from './drafts'
import { useDraft } from './useDraft'

let calls: [string, SavedDraft | null][]
let answer: Mock<(version: number) => Response>

const saved = (text: string, version: number): SavedDraft => ({ text, replyTo: null, version })
const conflict = (draft: SavedDraft | null) => Response.json({ status: 409, code: 'draft_changed', draft }, { status: 409 })

beforeEach(() => {
  localStorage.clear()
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  calls = []
  answer = vi.fn((version) => Response.json(state('tea', { draft: saved(calls.at(-1)?.[1]?.text ?? '', version + 1), version: version + 1 })))
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/draft')) return Response.json({ items: [], next: null, unread: 0 })
    if (request.method === 'DELETE') {
      calls.push(['DELETE', null])
      return new Response(null, { status: 204 })
    }
    const body = await request.json()
    calls.push([request.method, body])
    return answer(body.version)
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function opened() {
  const scope = effectScope()
  const draft = scope.run(() => useDraft('tea'))
  if (!draft) throw new Error('no scope')
  return { draft, scope }
}
const wait = (milliseconds = 1_000) => vi.advanceTimersByTimeAsync(milliseconds)
/** Another device has saved something. */
async function hear(draft: SavedDraft | null, version: number) {
  const before = usePersonal().stateOf('tea') ?? state('tea')
  usePersonal().adopt({ ...before, draft, version })
  await nextTick()
}

test('what is typed is saved a second after the last key press', async () => {
  const { draft } = opened()
  draft.text = 'h'
  await wait(900)
  draft.text = 'hi'
  await wait(900)
  expect(calls).toEqual([])
  await wait(100)
  expect(calls).toEqual([['PUT', saved('hi', 0)]])
})

test('each save names the version that it replaces', async () => {
  const { draft } = opened()
  for (const text of ['one', 'two']) {
    draft.text = text
    await wait()
  }
  expect(calls.map(([, body]) => body)).toEqual([saved('one', 0), saved('two', 1)])
})

test('what was sent is deleted', async () => {
  const { draft } = opened()
  draft.text = 'hi'
  await wait()
  draft.text = ''
  await wait(0)
  expect(calls.at(-1)).toEqual(['DELETE', null])
})

test('a draft of another device fills an empty composer', async () => {
  const { draft } = opened()
  await hear(saved('from the phone', 5), 5)
  await wait(600)
  expect(draft.text).toBe('from the phone')
  expect(calls).toEqual([])
})

test('a draft that was sent on another device goes here, too', async () => {
  const { draft } = opened()
  await hear(saved('from the phone', 5), 5)
  await wait(600)
  await hear(null, 6)
  await wait(600)
  expect(draft.text).toBe('')
})

test('what is written here stays when another device saves something else, and the other draft is offered', async () => {
  const { draft } = opened()
  draft.text = 'mine'
  answer.mockReturnValueOnce(conflict(saved('theirs', 7)))
  await wait()
  expect(draft.text).toBe('mine')
  const [offer] = useToasts().toasts
  expect(offer?.action?.label).toBe('Use the other draft')
  offer?.action?.run()
  expect(draft.text).toBe('theirs')
})

test('after a conflict the next key press saves what is here', async () => {
  const { draft } = opened()
  draft.text = 'mine'
  answer.mockReturnValueOnce(conflict(saved('theirs', 7)))
  await wait(5_000)
  expect(calls).toHaveLength(1)
  draft.text = 'mine!'
  await wait()
  expect(calls.at(-1)).toEqual(['PUT', saved('mine!', 7)])
})

test('a draft that cannot be saved now is saved later', async () => {
  const { draft } = opened()
  answer.mockReturnValueOnce(new Response('{}', { status: 503 }))
  draft.text = 'hi'
  await wait(10_000)
  expect(calls.map(([, body]) => body?.text)).toEqual(['hi', 'hi'])
})

test('what was written without a connection is saved when the topic is opened again', async () => {
  writeDraft('ada', 'tea', { ...emptyDraft(), text: 'from the train' })
  opened()
  await wait()
  expect(calls).toEqual([['PUT', saved('from the train', 0)]])
})

test('who leaves the topic has the draft saved at once', async () => {
  const { draft, scope } = opened()
  draft.text = 'hi'
  scope.stop()
  await wait(0)
  expect(calls).toEqual([['PUT', saved('hi', 0)]])
  expect(readDraft('ada', 'tea').saved).toEqual(saved('hi', 1))
})
