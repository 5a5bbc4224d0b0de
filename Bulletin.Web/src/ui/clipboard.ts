/** Copies a text, even where plain-http pages have no clipboard. Returns whether it worked. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const focused = document.activeElement
    const field = document.createElement('textarea')
    field.value = text
    // A dialog does not let the focus leave it.
    const place = focused?.closest('[role=dialog]') ?? document.body
    place.append(field)
    field.focus({ preventScroll: true })
    field.select()
    const copied = document.execCommand('copy')
    field.remove()
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
    return copied
  }
}
