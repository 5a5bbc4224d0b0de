import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { abandonCalls, api, resultOf, useTokens } from '../api/client'
import type { Failure, Result } from '../api/problem'
import type { User } from '../api/types'
import { removeKept } from './kept'
import { canKeep, end, forget, keep, remembered, type Access } from './sessionVault'
import { refreshSafely } from './sessionWorker'

const spareTime = 30_000
/** The wall clock may be set back, and the steady clock may stop while the machine sleeps: use the one that advanced further. */
const moment = () => ({ wall: Date.now(), steady: performance.now() })
const patience = 1_000
const atMost = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const storageRefused: Failure = {
  status: 0,
  code: 'storage_refused',
  detail: 'This browser does not let Bulletin keep your session. Allow site data (cookies and storage) for this site, then reload and try again.',
  errors: {},
  retryAfter: null,
}

/** The current session. The access token is kept only here, in memory. */
export const useSession = defineStore('session', () => {
  const user = shallowRef<User | null>(null)
  /** Whether the user may delete the messages of others and change any topic. The server decides. */
  const moderator = ref(false)
  /** What the user is on this site, as the server said last. */
  const role = ref<Access['role']>('member')
  const ended = ref(false)
  const farewells = new Set<() => Promise<unknown>>()
  let leaving = false
  let access: { token: string; lifetime: number; since: ReturnType<typeof moment> } | null = null
  let refreshing: Promise<string | null> | null = null
  const channel = new BroadcastChannel('bulletin.session')

  function adopt({ accessToken, expiresIn, user: owner, moderator: powers, role: standing }: Access): string {
    access = { token: accessToken, lifetime: expiresIn * 1000, since: moment() }
    user.value = owner
    moderator.value = powers
    role.value = standing
    ended.value = false
    return accessToken
  }

  function close(byServer: boolean): void {
    access = null
    ended.value = byServer && user.value !== null
    user.value = null
    moderator.value = false
    role.value = 'member'
    // Pending calls would be refused, and their answers are not for whoever logs in next.
    abandonCalls()
  }

  /** The access token, if it is valid for more than `spare` milliseconds. */
  function usable(spare: number): string | null {
    if (!access) return null
    const now = moment()
    const age = Math.max(now.wall - access.since.wall, now.steady - access.since.steady)
    return access.lifetime - age > spare ? access.token : null
  }

  async function exchange(): Promise<string | null> {
    const outcome = await refreshSafely()
    if (outcome.kind === 'refreshed') return user.value && user.value.id !== outcome.user.id ? null : adopt(outcome)
    if (outcome.kind === 'ended') close(true)
    return null
  }

  /** Renews the session, and with it what the user may do here. Null if that is not possible at present. */
  function renew(): Promise<string | null> {
    refreshing ??= exchange().finally(() => (refreshing = null))
    return refreshing
  }

  /** A valid token; `rejected` is one that the server refused. Null if none is available at present. */
  async function token(rejected?: string): Promise<string | null> {
    if (!user.value) return null
    const held = usable(spareTime)
    return held !== null && held !== rejected ? held : renew()
  }

  async function logIn(username: string, password: string): Promise<Result<User>> {
    if (!(await canKeep())) return { ok: false, failure: storageRefused }
    const result = await resultOf(api.POST('/api/v1/auth/login', { body: { username, password } }))
    if (!result.ok) return result
    try {
      adopt(await keep(result.value))
    } catch {
      // Without storage, nobody could use this session or end it later.
      await end(result.value)
      return { ok: false, failure: storageRefused }
    }
    channel.postMessage('in')
    return { ok: true, value: result.value.user }
  }

  /** `invitation` is the token of an invitation, with which people can sign up where others can't. */
  async function signUp(username: string, password: string, invitation?: string): Promise<Result<User>> {
    if (!(await canKeep())) return { ok: false, failure: storageRefused }
    const result = await resultOf(api.POST('/api/v1/users', { body: { username, password, ...(invitation !== undefined && { invitation }) } }))
    return result.ok ? logIn(username, password) : result
  }

  /** Registers work to do at logout while the session is still valid. */
  const beforeLogOut = (farewell: () => Promise<unknown>) => void farewells.add(farewell)

  /** `forgets` also removes what this browser keeps for the account: drafts and unsent messages. */
  async function logOut(forgets = false): Promise<void> {
    if (leaving) return
    leaving = true
    const owner = user.value?.id
    await Promise.race([Promise.allSettled([...farewells].map((farewell) => farewell())), atMost(patience)])
    const token = usable(0)
    close(false)
    if (forgets && owner !== undefined) removeKept(owner)
    channel.postMessage('out')
    await forget(token).finally(() => (leaving = false))
  }

  /** Restores the session of this browser. The page can show stored data before the server responds. */
  async function restore(): Promise<void> {
    const held = await remembered().catch(() => null)
    user.value = held?.user ?? null
    moderator.value = held?.moderator ?? false
    role.value = held?.role ?? 'member'
  }

  channel.onmessage = async ({ data }: MessageEvent<unknown>) => {
    if (data === 'out') return close(false)
    const held = await remembered().catch(() => null)
    if (user.value?.id !== held?.user.id) globalThis.location.reload()
  }
  useTokens(token)

  return { user, moderator, role, ended, loggedIn: computed(() => user.value !== null), token, renew, logIn, signUp, beforeLogOut, logOut, restore }
})
