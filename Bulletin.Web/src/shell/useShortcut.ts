import { onScopeDispose } from 'vue'

/** Matches by letter, or by key position if the keyboard layout is not Latin. */
const isKey = ({ key, code }: KeyboardEvent, letter: string): boolean =>
  /^\p{Script=Latin}$/u.test(key) ? key.toLowerCase() === letter : code === `Key${letter.toUpperCase()}`

/** Runs `act` on Ctrl or Cmd with a letter, and with Shift if `shift`, wherever the focus is. */
export function useShortcut(letter: string, act: () => void, shift = false): void {
  function listen(event: KeyboardEvent): void {
    if (!isKey(event, letter) || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey !== shift) return
    event.preventDefault()
    act()
  }
  globalThis.addEventListener('keydown', listen)
  onScopeDispose(() => globalThis.removeEventListener('keydown', listen))
}
