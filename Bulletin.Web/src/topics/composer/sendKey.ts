import { isComposing } from '../../ui/isComposing'
import { readChoice } from '../../ui/useChoice'

/** Where this browser keeps what the Enter key does, and what it can do. */
export const enterKey = 'bulletin.enter'
export const enterChoices = ['usual', 'send', 'line'] as const

/** Touch devices mostly have no Shift key, so Enter alone must break the line there, unless the user has chosen otherwise. */
function enterSends(): boolean {
  const choice = readChoice(enterKey, enterChoices, 'usual')
  return choice === 'usual' ? !matchMedia('(pointer: coarse)').matches : choice === 'send'
}

/** The label of the Enter key on an on-screen keyboard. */
export const enterKeyHint = (): 'enter' | 'send' => (enterSends() ? 'send' : 'enter')

/** Whether a key press sends: Enter with Ctrl or Cmd everywhere, Enter alone where it does; never the Enter that picks a word from an input method. */
export function sendKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing(event)) return false
  return event.ctrlKey || event.metaKey || enterSends()
}
