/** Whether a key press belongs to an input method; some browsers report this only by the legacy key code. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229
