import { isComposing } from '../../ui/isComposing'

/** Without a mouse there is mostly no Shift key either, so Enter by itself has to break the line there. */
const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches

/** What the Enter key of a keyboard on the screen should say. */
export const enterKeyHint = (): 'enter' | 'send' => (isTouch() ? 'enter' : 'send')

/**
 * Whether a key press sends: Enter with Ctrl or Cmd everywhere, Enter by itself where there is a mouse; and never the Enter
 * that picks a word from an input method.
 */
export function sendKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing(event)) return false
  return event.ctrlKey || event.metaKey || !isTouch()
}
