import { onScopeDispose } from 'vue'

/** Runs `act` on Ctrl or Cmd with a letter, wherever the focus is. */
export function useShortcut(letter: string, act: () => void): void {
  function listen(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== letter || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    event.preventDefault()
    act()
  }
  globalThis.addEventListener('keydown', listen)
  onScopeDispose(() => globalThis.removeEventListener('keydown', listen))
}
