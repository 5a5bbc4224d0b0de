import { ref, shallowRef, watch } from 'vue'
import { api, doneOf, resultOf } from '../../api/client'
import type { Failure, Result } from '../../api/problem'
import type { Member } from '../../api/types'

const pageSize = 200

/** The members of a topic, as an admin sees and changes them. */
export function useTopicMembers(topicId: () => string) {
  const members = shallowRef<readonly Member[]>([])
  const next = ref<string | null>(null)
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<Failure | null>(null)
  let loads = 0

  async function loadMore(): Promise<void> {
    const mine = ++loads
    status.value = 'loading'
    const query = { limit: pageSize, ...(next.value !== null && { cursor: next.value }) }
    const result = await resultOf(api.GET('/api/v1/admin/topics/{topicId}/members', { params: { path: { topicId: topicId() }, query } }))
    if (mine !== loads) return
    status.value = result.ok ? 'ready' : 'failed'
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    const held = new Set(members.value.map(({ user }) => user.id))
    members.value = [...members.value, ...result.value.items.filter(({ user }) => !held.has(user.id))]
    next.value = result.value.next
  }

  const path = (username: string) => ({ params: { path: { topicId: topicId(), username } } })

  /** Adds a member, or changes their role. */
  async function put(username: string, role: Member['role']): Promise<Result<Member>> {
    const result = await resultOf(api.PUT('/api/v1/admin/topics/{topicId}/members/{username}', { ...path(username), body: { role } }))
    if (!result.ok) return result
    const { value } = result
    const isIt = ({ user }: Member) => user.id === value.user.id
    members.value = members.value.some(isIt) ? members.value.map((one) => (isIt(one) ? value : one)) : [...members.value, value]
    return result
  }

  async function remove({ user }: Member): Promise<Result<true>> {
    const result = await doneOf(api.DELETE('/api/v1/admin/topics/{topicId}/members/{username}', path(user.username)))
    if (result.ok) members.value = members.value.filter((one) => one.user.id !== user.id)
    return result
  }

  watch(topicId, () => {
    members.value = []
    next.value = null
    void loadMore()
  }, { immediate: true })

  return { members, next, status, failure, loadMore, put, remove }
}
