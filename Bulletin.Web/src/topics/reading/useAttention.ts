import { onScopeDispose, readonly, ref } from 'vue'

/** Whether the page is visible and focused: only then do its messages count as seen. */
export function useAttention() {
  const look = () => document.visibilityState === 'visible' && document.hasFocus()
  const attentive = ref(look())
  const update = () => (attentive.value = look())
  globalThis.addEventListener('focus', update)
  globalThis.addEventListener('blur', update)
  document.addEventListener('visibilitychange', update)
  onScopeDispose(() => {
    globalThis.removeEventListener('focus', update)
    globalThis.removeEventListener('blur', update)
    document.removeEventListener('visibilitychange', update)
  })
  return readonly(attentive)
}
