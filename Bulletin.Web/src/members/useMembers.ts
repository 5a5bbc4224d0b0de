import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import { api, doneOf, resultOf } from '../api/client'
import type { Failure, Result } from '../api/problem'
import type { Member, Page, Topic } from '../api/types'

const pageSize = 200
/** Changes often come several at a time. */
const pause = 1_000

/**
 * The members of a private topic. A topic may have thousands, and each of them this page: all are loaded only while they
 * are shown. Until then only the user's own role is looked up.
 */
export function useMembers(topic: () => Topic | null) {
  const session = useSession()
  const members = shallowRef<readonly Member[]>([])
  const failure = shallowRef<Failure | null>(null)
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const role = ref<string | null>(null)
  let shown = false
  let loads = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const isPrivate = () => topic()?.access === 'private'
  const ownRole = (some: readonly Member[]) => some.find(({ user }) => user.id === session.user?.id)?.role ?? null

  /** Reads the members page by page until there are enough. Null if they have changed or were read again meanwhile. */
  async function read(isEnough: (page: readonly Member[]) => boolean): Promise<Result<Member[]> | null> {
    const mine = ++loads
    const path = { topicId: topic()?.id ?? '' }
    const all: Member[] = []
    let cursor: string | null = null
    do {
      const query: { limit: number; cursor?: string } = { limit: pageSize, ...(cursor !== null && { cursor }) }
      const result: Result<Page<Member>> = await resultOf(api.GET('/api/v1/topics/{topicId}/members', { params: { path, query } }))
      if (mine !== loads) return null
      if (!result.ok) return result
      all.push(...result.value.items)
      cursor = isEnough(result.value.items) ? null : result.value.next
    } while (cursor !== null)
    return { ok: true, value: all }
  }

  async function load(): Promise<void> {
    clearTimeout(timer)
    const result = await read(() => false)
    if (!result) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) {
      members.value = result.value
      role.value = ownRole(result.value)
      status.value = 'ready'
    } else if (status.value === 'loading') status.value = 'failed'
  }

  async function lookUpRole(): Promise<void> {
    const result = await read((page) => ownRole(page) !== null)
    if (result?.ok) role.value = ownRole(result.value)
  }

  function loadSoon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => { if (shown && isPrivate()) void load() }, pause)
  }

  /** Whether the members are shown. While they are, they are kept up to date. */
  function show(isShown: boolean): void {
    shown = isShown
    if (shown && isPrivate()) void load()
  }

  /** Shows a change of our own. What is being read may be from before it. */
  function change(to: (held: readonly Member[]) => readonly Member[]): void {
    if (!isPrivate()) return
    loads++
    members.value = to(members.value)
    role.value = ownRole(members.value) ?? role.value
    loadSoon()
  }

  const path = (username: string) => ({ params: { path: { topicId: topic()?.id ?? '', username } } })

  /** Adds a member, or changes their role. */
  async function put(username: string, role?: Member['role']): Promise<Result<Member>> {
    const result = await resultOf(api.PUT('/api/v1/topics/{topicId}/members/{username}', { ...path(username), body: role === undefined ? {} : { role } }))
    if (result.ok) {
      const { value } = result
      const isIt = ({ user }: Member) => user.id === value.user.id
      change((held) => (held.some(isIt) ? held.map((one) => (isIt(one) ? value : one)) : [...held, value]))
    }
    return result
  }

  async function remove(username: string): Promise<Result<true>> {
    const result = await doneOf(api.DELETE('/api/v1/topics/{topicId}/members/{username}', path(username)))
    if (result.ok) change((held) => held.filter(({ user }) => user.username !== username))
    return result
  }

  function forget(): void {
    loads++
    clearTimeout(timer)
    members.value = []
    role.value = null
    status.value = 'loading'
  }

  watch(isPrivate, (is) => (is ? void (shown ? load() : lookUpRole()) : forget()), { immediate: true })
  // A new role changes nothing in the topic, and a message does not change the members.
  watch(topic, (now, before) => {
    if (shown && now && (now.memberCount !== before?.memberCount || now.lastSeq === before.lastSeq)) loadSoon()
  })
  onScopeDispose(forget)

  return { members, status, failure, isOwner: computed(() => role.value === 'owner'), load, show, put, remove }
}

export type Members = ReturnType<typeof useMembers>
