import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSite } from '../../accounts/site'
import { useTokens } from '../../api/client'
import { useSettings } from './useSettings'

const stored = { name: 'Tea house', registration: 'open', keepsHistory: true, retentionDays: null, removedTopicDays: 7, version: 3 }

beforeEach(() => {
  setActivePinia(createPinia())
  useTokens(() => Promise.resolve('a token'))
})
afterEach(() => void vi.unstubAllGlobals())

/** The loaded settings of a server that answers changes in turn. */
async function loaded(...answers: ((body: object) => Response)[]) {
  const sent: object[] = []
  let now: object = stored
  vi.stubGlobal('fetch', async (request: Request) => {
    if (request.method === 'GET') return Response.json(now)
    const body: object = await request.json()
    sent.push(body)
    return answers.shift()?.(body) ?? Response.json({ ...now, ...body })
  })
  const settings = useSettings()
  await vi.waitFor(() => expect(settings.form.value).not.toBeNull())
  const type = (changes: object) => Object.assign(settings.form.value ?? {}, changes)
  return { ...settings, sent, type, change: (changes: object) => (now = { ...now, ...changes }) }
}

test('what was changed is saved, and the name of the site follows at once', async () => {
  const { save, sent, type } = await loaded()
  type({ name: 'Coffee house' })
  expect(await save()).toBe(true)
  expect(sent).toEqual([{ name: 'Coffee house' }])
  expect(useSite().name).toBe('Coffee house')
})

test('nothing is sent if nothing was changed, or if a number is none', async () => {
  const { save, sent, type, errors } = await loaded()
  expect(await save()).toBe(true)
  type({ removedTopicDays: 'a week' })
  expect(await save()).toBe(false)
  expect(sent).toEqual([])
  expect(errors.value['removedTopicDays']).toEqual(['Must be a whole number of days.'])
})

test('after a conflict the settings of the other are shown with what was changed here', async () => {
  const { save, sent, type, change, form, failure } = await loaded(() => Response.json({ code: 'conflict', detail: 'Meanwhile.' }, { status: 409 }))
  type({ name: 'Coffee house' })
  change({ registration: 'closed', version: 4 })
  expect(await save()).toBe(false)
  expect(failure.value?.code).toBe('conflict')
  expect(form.value).toMatchObject({ name: 'Coffee house', registration: 'closed' })
  expect(await save()).toBe(true)
  expect(sent).toEqual([{ name: 'Coffee house' }, { name: 'Coffee house' }])
})
