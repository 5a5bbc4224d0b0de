import { createPinia, setActivePinia } from 'pinia'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import type { Member, Topic } from '../api/types'
import { topic, user } from '../testing'
import { useMembers } from './useMembers'

let scope: EffectScope
let asked: string[]
/** Holds back the next answer until it is called. */
let release: (() => void) | null
let held: Promise<void> | null
const member = (name: string, role: Member['role'] = 'member'): Member => ({ user: user(name), role, since: '2026-02-03T10:00:00.000Z' })
const pages = [member('ben'), member('ada', 'owner'), member('cleo')]

/** Longer than the delay before members are read again. */
const settle = () => vi.advanceTimersByTimeAsync(2_000)

function holdBack(): void {
  held = new Promise((resolve) => (release = resolve))
}

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  scope = effectScope()
  asked = []
  held = release = null
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url)
    const page = Number(searchParams.get('cursor') ?? 0)
    asked.push(`${request.method} ${page}`)
    if (request.method === 'PUT') {
      const { role } = await request.json()
      return Response.json(member(pathname.split('/').at(-1) ?? '', role))
    }
    const line = held
    held = null
    await line
    return Response.json({ items: pages.slice(page, page + 1), next: page + 1 < pages.length ? String(page + 1) : null })
  })
})
afterEach(() => {
  scope.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function membersOf(shown: Topic | null) {
  const open = shallowRef(shown)
  const list = scope.run(() => useMembers(() => open.value))
  if (!list) throw new Error('no scope')
  return { open, list, names: () => list.members.value.map((one) => `${one.user.username} ${one.role}`) }
}

/** The members of a private topic, which are shown. */
async function shownMembers() {
  const all = membersOf(secret(3))
  all.list.show(true)
  await vi.waitFor(() => expect(all.list.status.value).toBe('ready'))
  asked.length = 0
  return all
}
const secret = (memberCount: number, lastSeq = 0) => topic('secret', { access: 'private', memberCount, lastSeq })

test('all pages of members are loaded when they are shown, and an owner is known as one', async () => {
  const { list, names } = await shownMembers()
  expect([names(), list.isOwner.value]).toEqual([['ben member', 'ada owner', 'cleo member'], true])
})

test('until they are shown, only the own role is looked up, whatever changes', async () => {
  const { open, list, names } = membersOf(secret(3))
  await vi.waitFor(() => expect(list.isOwner.value).toBe(true))
  open.value = secret(4)
  await settle()
  expect([asked, names()]).toEqual([['GET 0', 'GET 1'], []])
})

test('while they are shown they are asked for anew when they change, once for several changes, and not with each message', async () => {
  const { open, list } = await shownMembers()
  open.value = secret(3, 1)
  await settle()
  expect(asked).toEqual([])
  for (const count of [4, 5, 5]) {
    open.value = secret(count, 1)
    await nextTick()
  }
  await settle()
  expect(asked).toEqual(['GET 0', 'GET 1', 'GET 2'])
  open.value = secret(5, 1)
  await settle()
  expect(asked).toHaveLength(6)
  list.show(false)
  open.value = secret(6, 1)
  await settle()
  expect(asked).toHaveLength(6)
})

test('nobody is asked for the members of a public topic', async () => {
  membersOf(topic('tea'))
  await settle()
  expect(asked).toEqual([])
})

test('a new role is shown at once, whatever was being read', async () => {
  const { list, names } = await shownMembers()
  holdBack()
  void list.load()
  await list.put('ben', 'owner')
  release?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(names()).toEqual(['ben owner', 'ada owner', 'cleo member'])
})

test('once the topic is lost, nothing of its members is shown, whatever was being read', async () => {
  const { open, list, names } = await shownMembers()
  holdBack()
  void list.load()
  const put = list.put('dan')
  open.value = null
  await put
  release?.()
  await settle()
  expect([names(), list.isOwner.value]).toEqual([[], false])
})
