import { effectScope, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useTokens } from '../../api/client'
import { useDeletion } from './useDeletion'

let scope: EffectScope
let answers: (() => Response | Promise<Response>)[]
let sent: unknown[]
const deleted = (count: number, next: string | null) => () => Response.json({ deleted: count, more: next !== null, next })
const since = '2026-01-01T00:00:00.000Z'

beforeEach(() => {
  scope = effectScope()
  sent = []
  useTokens(() => Promise.resolve('a token'))
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(await request.json())
    const answer = answers.shift()
    if (!answer) throw new TypeError('asked too often')
    return answer()
  })
})
afterEach(() => {
  scope.stop()
  vi.unstubAllGlobals()
})

function deletion() {
  const made = scope.run(useDeletion)
  if (!made) throw new Error('no scope')
  return made
}

test('it goes on until nothing is left, and counts what is deleted', async () => {
  answers = [deleted(200, 'second'), deleted(0, 'third'), deleted(7, null)]
  const { run, status, deleted: count } = deletion()
  await run('ben', since)
  expect([status.value, count.value, sent]).toEqual([
    'done',
    207,
    [{ author: 'ben', since }, { author: 'ben', since, cursor: 'second' }, { author: 'ben', since, cursor: 'third' }],
  ])
})

test('after a failure it goes on where it stopped', async () => {
  answers = [deleted(200, 'second'), () => Response.json({ code: 'busy', detail: 'Later.' }, { status: 503 }), deleted(3, null), deleted(0, null)]
  const { run, status, deleted: count, failure } = deletion()
  await run('ben', since)
  expect([status.value, count.value, failure.value?.detail]).toEqual(['stopped', 200, 'Later.'])
  await run('ben', since)
  expect([status.value, count.value, failure.value]).toEqual(['done', 203, null])
  await run('ben', since)
  expect(sent).toEqual([undefined, 'second', 'second', undefined].map((cursor) => ({ author: 'ben', since, cursor })))
})

test('once stopped it asks no further, and what was deleted meanwhile is counted', async () => {
  const { run, stop, status, deleted: count } = deletion()
  answers = [() => { stop(); return Response.json({ deleted: 5, more: true, next: 'second' }) }]
  await run('ben', since)
  expect([status.value, count.value, sent.length]).toEqual(['stopped', 5, 1])
})

test('a server that asks to wait is asked again', async () => {
  answers = [() => Response.json({ code: 'too_many', detail: 'Too many.' }, { status: 429, headers: { 'Retry-After': '0' } }), deleted(3, null)]
  const { run, status, deleted: count, failure } = deletion()
  await run('ben', since)
  expect([status.value, count.value, failure.value, sent.length]).toEqual(['done', 3, null, 2])
})

test('what an earlier run deletes after a reset is not counted', async () => {
  const { run, reset, status, deleted: count } = deletion()
  answers = [() => { reset(); return Response.json({ deleted: 5, more: false, next: null }) }]
  await run('ben', since)
  expect([status.value, count.value]).toEqual(['idle', 0])
})
