/** Whether a key press belongs to an input method, which some browsers tell by the old number of the key alone. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229
