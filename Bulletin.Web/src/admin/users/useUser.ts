import { ref, shallowRef, watch } from 'vue'
import { api, doneOf, resultOf } from '../../api/client'
import type { Failure, Result } from '../../api/problem'
import type { AdminUserDetails, PasswordLink } from '../types'
import { changeUser, endSessions, type UserChanges } from './useUsers'

/** What is done to an account in a dialog. */
export type UserAct = 'rename' | 'role' | 'suspend' | 'end' | 'link' | 'remove'

/** One account, and what an admin may do to it. */
export function useUser(userId: () => string) {
  const details = shallowRef<AdminUserDetails | null>(null)
  const failure = shallowRef<Failure | null>(null)
  /** Counts what was done, for those who show the history. */
  const acts = ref(0)
  let loads = 0
  const path = () => ({ params: { path: { userId: userId() } } })

  async function load(): Promise<void> {
    const mine = ++loads
    const result = await resultOf(api.GET('/api/v1/admin/users/{userId}', path()))
    if (mine !== loads) return
    failure.value = result.ok ? null : result.failure
    if (result.ok) details.value = result.value
  }

  function noted<T>(result: Result<T>): Result<T> {
    if (result.ok) acts.value++
    return result
  }

  async function change(changes: UserChanges) {
    const result = noted(await changeUser(userId(), changes))
    if (result.ok && details.value?.user.id === result.value.id) details.value = { ...details.value, user: result.value }
    return result
  }

  const end = async () => noted(await endSessions(userId()))

  const passwordLink = async (sendTo: string | undefined): Promise<Result<PasswordLink>> =>
    noted(await resultOf(api.POST('/api/v1/admin/users/{userId}/password-reset', { ...path(), body: { sendTo } })))

  const remove = () => doneOf(api.DELETE('/api/v1/admin/users/{userId}', path()))

  watch(userId, () => {
    details.value = null
    void load()
  }, { immediate: true })

  return { details, failure, acts, load, change, endSessions: end, passwordLink, remove }
}

export type UserAccount = ReturnType<typeof useUser>
