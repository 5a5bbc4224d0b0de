import { isComposing } from '../../ui/isComposing'

/** Touch devices mostly have no Shift key, so Enter alone must break the line there. */
const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches

/** The label of the Enter key on an on-screen keyboard. */
export const enterKeyHint = (): 'enter' | 'send' => (isTouch() ? 'enter' : 'send')

/**
 * Whether a key press sends: Enter with Ctrl or Cmd everywhere, Enter alone unless on a touch screen; and never the Enter
 * that picks a word from an input method.
 */
export function sendKey(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing(event)) return false
  return event.ctrlKey || event.metaKey || !isTouch()
}
