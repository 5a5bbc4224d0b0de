import { ref, shallowRef } from 'vue'
import { api, doneOf, resultOf } from '../api/client'
import type { Failure } from '../api/problem'
import type { Invitation, NewInvitation } from '../api/types'

/** The link of an invitation, whole: the server may not know by which address it is reached. */
export const linkOf = ({ url }: Pick<NewInvitation, 'url'>): string => new URL(url, globalThis.location.origin).href

/** The invitations to a topic, for its owners. */
export function useInvitations(topicId: string) {
  const invitations = shallowRef<readonly Invitation[]>([])
  /** The link just made. The server never tells it again. */
  const made = shallowRef<NewInvitation | null>(null)
  const status = ref<'loading' | 'ready' | 'failed'>('loading')
  const failure = shallowRef<Failure | null>(null)
  const path = { topicId }

  async function load(): Promise<void> {
    const result = await resultOf(api.GET('/api/v1/topics/{topicId}/invitations', { params: { path } }))
    if (result.ok) invitations.value = result.value.items
    status.value = result.ok ? 'ready' : 'failed'
  }

  /** Lasts for `expiresIn` seconds. Null means any number of uses. */
  async function create(expiresIn: number, maxUses: number | null): Promise<boolean> {
    const body = { expiresIn, ...(maxUses !== null && { maxUses }) }
    const result = await resultOf(api.POST('/api/v1/topics/{topicId}/invitations', { params: { path }, body }))
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return false
    made.value = result.value
    const { id } = result.value
    invitations.value = [result.value, ...invitations.value.filter((one) => one.id !== id)]
    return true
  }

  async function revoke(invitationId: string): Promise<boolean> {
    const result = await doneOf(api.DELETE('/api/v1/topics/{topicId}/invitations/{invitationId}', { params: { path: { topicId, invitationId } } }))
    const isGone = result.ok || result.failure.status === 404
    failure.value = isGone || result.ok ? null : result.failure
    if (!isGone) return false
    invitations.value = invitations.value.filter(({ id }) => id !== invitationId)
    if (made.value?.id === invitationId) made.value = null
    return true
  }

  return { invitations, made, status, failure, load, create, revoke }
}
