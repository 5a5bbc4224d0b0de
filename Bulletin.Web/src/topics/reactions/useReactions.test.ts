import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { message, user } from '../../testing'
import { useToasts } from '../../ui/toasts'
import { useReactions } from './useReactions'

const asked: string[] = []
const answers: ((response: Response) => void)[] = []

beforeEach(() => {
  localStorage.clear()
  asked.length = answers.length = 0
  setActivePinia(createPinia())
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', ({ method, url }: Request) => {
    asked.push(`${method} ${decodeURIComponent(new URL(url).pathname)}`)
    return new Promise<Response>((resolve) => answers.push(resolve))
  })
})
afterEach(() => vi.unstubAllGlobals())

const one = message(3, { reactions: [{ emoji: '👍', count: 1, users: ['ben'] }] })
const path = '/api/v1/topics/tea/messages/3/reactions/'
const counts = (reactions = useReactions()) => reactions.shown(one).map(({ emoji, count }) => `${emoji} ${count}`)
const refusal = () => Response.json({ code: 'too_many_reactions', detail: 'It has too many.' }, { status: 409 })
const underWay = (calls: number) => vi.waitFor(() => expect(answers).toHaveLength(calls))

test('a reaction is shown before the server has answered', async () => {
  useReactions().toggle(one, '👍')
  expect(counts()).toEqual(['👍 2'])
  await vi.waitFor(() => expect(asked).toEqual([`PUT ${path}👍`]))
})

test('a reaction that is refused is taken back, and the reason is told', async () => {
  useReactions().toggle(one, '🎉')
  await underWay(1)
  answers[0]?.(refusal())
  await vi.waitFor(() => expect(counts()).toEqual(['👍 1']))
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['Your reaction was not added. It has too many.'])
})

test('a second click takes the reaction back', async () => {
  const mine = message(3, { reactions: [{ emoji: '👍', count: 2, users: ['ada', 'ben'] }] })
  useReactions().toggle(mine, '👍')
  await vi.waitFor(() => expect(asked).toEqual([`DELETE ${path}👍`]))
})

test('the last of several clicks counts', async () => {
  const reactions = useReactions()
  reactions.toggle(one, '👍')
  await underWay(1)
  reactions.toggle(one, '👍')
  expect(counts()).toEqual(['👍 1'])
  answers[0]?.(Response.json(one))
  await underWay(2)
  expect(asked).toEqual([`PUT ${path}👍`, `DELETE ${path}👍`])
})

test('an emoji is sent without the sign that colours it', async () => {
  useReactions().add(one, '❤️')
  await vi.waitFor(() => expect(asked).toEqual([`PUT ${path}❤`]))
})

test('choosing one’s own reaction again in the picker keeps it', async () => {
  const reactions = useReactions()
  reactions.add(one, '👍')
  reactions.add(one, '👍')
  expect(counts()).toEqual(['👍 2'])
})
