import { useRouter } from 'vue-router'
import { useToasts } from '../ui/toasts'
import { useDirectory } from './directory'

/**
 * Goes to the direct conversation with somebody, unless the user has gone elsewhere since, or it is no longer wanted. Returns
 * whether it is open; if it could not be opened, says why.
 */
export function useConversation() {
  const directory = useDirectory()
  const router = useRouter()
  const toasts = useToasts()
  return async (username: string, isWanted: () => boolean): Promise<boolean> => {
    const start = router.currentRoute.value
    const result = await directory.openDirect([username])
    if (!isWanted() || router.currentRoute.value !== start) return false
    if (result.ok) await router.push({ name: 'topic', params: { topicId: result.value.id } })
    else toasts.show(`The conversation cannot be opened. ${result.failure.detail}`)
    return result.ok
  }
}
