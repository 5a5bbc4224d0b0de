import { isComposing } from '../ui/isComposing'

/** Whether a key press sends: Enter by itself, and not the Enter that picks a word from an input method. */
export const sendKey = (event: KeyboardEvent): boolean => event.key === 'Enter' && !event.shiftKey && !event.altKey && !isComposing(event)
