import { onScopeDispose, readonly, ref, watch } from 'vue'
import { useConnection } from './connection'

const patience = 1_200
const relief = 3_000

/** Whether to say that the line is away or back. A break too short to notice is not worth a word. */
export function useBanner() {
  const connection = useConnection()
  const shown = ref<'away' | 'back' | null>(null)
  const away = () => connection.state === 'away'
  let timer: ReturnType<typeof setTimeout> | undefined

  function show(next: 'away' | 'back' | null, later: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => (shown.value = next), later)
  }

  watch(away, (isAway) => {
    if (isAway) return show('away', patience)
    clearTimeout(timer)
    if (shown.value !== 'away') return
    shown.value = 'back'
    show(null, relief)
  }, { immediate: true })

  onScopeDispose(() => clearTimeout(timer))
  return readonly(shown)
}
