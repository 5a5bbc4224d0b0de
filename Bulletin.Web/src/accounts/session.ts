import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { abandonCalls, api, resultOf, useTokens } from '../api/client'
import type { Result } from '../api/problem'
import type { User } from '../api/types'
import { forget, keep, remembered, type Access } from './sessionVault'
import { refreshSafely } from './sessionWorker'

const spareTime = 30_000
const patience = 1_000
const atMost = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** Who is logged in. The access token lives here, in memory, and nowhere else. */
export const useSession = defineStore('session', () => {
  const user = shallowRef<User | null>(null)
  /** Whether they may delete what others wrote and change any topic. The server has the last word. */
  const moderator = ref(false)
  const ended = ref(false)
  const farewells = new Set<() => Promise<unknown>>()
  let leaving = false
  let access: { token: string; until: number } | null = null
  let refreshing: Promise<string | null> | null = null
  const channel = new BroadcastChannel('bulletin.session')

  function adopt({ accessToken, expiresIn, user: owner, moderator: powers }: Access): string {
    access = { token: accessToken, until: Date.now() + expiresIn * 1000 }
    user.value = owner
    moderator.value = powers
    ended.value = false
    return accessToken
  }

  function close(byServer: boolean): void {
    access = null
    ended.value = byServer && user.value !== null
    user.value = null
    moderator.value = false
  }

  async function renew(): Promise<string | null> {
    const outcome = await refreshSafely()
    if (outcome.kind === 'refreshed') return user.value && user.value.id !== outcome.user.id ? null : adopt(outcome)
    if (outcome.kind === 'ended') close(true)
    return null
  }

  /** A token valid now; `rejected` is one the server turned down. Null when none can be had at present. */
  async function token(rejected?: string): Promise<string | null> {
    if (!user.value) return null
    const usable = access !== null && access.token !== rejected && access.until - spareTime > Date.now()
    if (usable && access) return access.token
    refreshing ??= renew().finally(() => (refreshing = null))
    return refreshing
  }

  async function logIn(username: string, password: string): Promise<Result<User>> {
    const result = await resultOf(api.POST('/api/v1/auth/login', { body: { username, password } }))
    if (!result.ok) return result
    const kept = await keep(result.value)
    adopt(kept)
    channel.postMessage('in')
    return { ok: true, value: kept.user }
  }

  async function signUp(username: string, password: string): Promise<Result<User>> {
    const result = await resultOf(api.POST('/api/v1/users', { body: { username, password } }))
    return result.ok ? logIn(username, password) : result
  }

  /** What has to be done while the session still holds, when the person leaves. */
  const beforeLogOut = (farewell: () => Promise<unknown>) => void farewells.add(farewell)

  async function logOut(): Promise<void> {
    if (leaving) return
    leaving = true
    await Promise.race([Promise.allSettled([...farewells].map((farewell) => farewell())), atMost(patience)])
    const usable = access && access.until > Date.now() ? access.token : null
    close(false)
    // What is still being asked would be refused once the session is over.
    abandonCalls()
    channel.postMessage('out')
    await forget(usable).finally(() => (leaving = false))
  }

  /** Takes up the session this browser had. The page can show what it holds before the server has answered. */
  async function restore(): Promise<void> {
    const held = await remembered().catch(() => null)
    user.value = held?.user ?? null
    moderator.value = held?.moderator ?? false
  }

  channel.onmessage = async ({ data }: MessageEvent<unknown>) => {
    if (data === 'out') {
      close(false)
      return abandonCalls()
    }
    const held = await remembered()
    if (user.value?.id !== held?.user.id) globalThis.location.reload()
  }
  useTokens(token)

  return { user, moderator, ended, loggedIn: computed(() => user.value !== null), token, logIn, signUp, beforeLogOut, logOut, restore }
})
