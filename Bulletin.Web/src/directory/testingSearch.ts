import { vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import type { Page, Topic } from '../api/types'
import { topic, user } from '../testing'
import { useDirectory } from './directory'

/** Longer than the delay before a search. */
export const settle = () => vi.advanceTimersByTimeAsync(200)

export const named = (id: string, name: string) => topic(id, { name })

const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } })

/** A loaded directory with a fake server, which answers a search or fails when the test decides. */
export async function searchableDirectory() {
  const asked: URLSearchParams[] = []
  const answers: ((page: Page<Topic> | null) => void)[] = []
  vi.useFakeTimers()
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const query = new URL(url).searchParams
    if (!query.has('query')) return Promise.resolve(json({ items: [named('near', 'Budget review')], next: 'further down' }))
    asked.push(query)
    return new Promise((resolve, reject) => answers.push((page) => (page ? resolve(json(page)) : reject(new TypeError('no line')))))
  })
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  await useDirectory().load()

  async function answer(page: Page<Topic> | null): Promise<void> {
    answers.shift()?.(page)
    await settle()
  }

  function end(): void {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  }
  return { asked, answer, end }
}
