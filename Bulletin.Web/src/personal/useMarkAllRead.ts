import { useToasts } from '../ui/toasts'
import { usePersonal } from './personal'

/** Marks everything as read, and says whether that was done. */
export function useMarkAllRead() {
  const personal = usePersonal()
  const toasts = useToasts()
  return async (): Promise<void> => {
    const result = await personal.markAllRead()
    toasts.show(result.ok ? 'Everything is marked as read.' : `Not everything was marked as read. ${result.failure.detail}`)
  }
}
