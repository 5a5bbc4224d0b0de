import { computed, onScopeDispose, readonly, ref, watch } from 'vue'
import { useConnection } from './connection'

const patience = 1_200
const relief = 3_000

/**
 * Whether to show that the connection is lost, that messages are delayed because only polling works, or that the
 * connection is back. An interruption too short to notice is not shown.
 */
export function useBanner() {
  const connection = useConnection()
  const shown = ref<'away' | 'delayed' | 'back' | null>(null)
  const trouble = computed(() => (connection.state !== 'away' ? null : connection.polled ? 'delayed' : 'away'))
  let timer: ReturnType<typeof setTimeout> | undefined

  function later(wait: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => (shown.value = trouble.value), wait)
  }

  watch(trouble, (now, before) => {
    const isTold = shown.value === 'away' || shown.value === 'delayed'
    if (now && isTold) shown.value = now
    else if (now && !before) later(patience)
    else if (!now) {
      clearTimeout(timer)
      if (!isTold) return
      shown.value = 'back'
      later(relief)
    }
  }, { immediate: true })

  onScopeDispose(() => clearTimeout(timer))
  return readonly(shown)
}
