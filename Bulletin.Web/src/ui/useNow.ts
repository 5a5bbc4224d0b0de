import { onScopeDispose, readonly, ref } from 'vue'

/** The current time, updated every 30 seconds: for texts such as "5 minutes ago". */
export function useNow() {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
