/** The mentions in a text that can be pressed, as far as they are known people. */
export const operable = '.mention[role="button"]'

/** Makes the mentions of known people buttons that show who that is; `reachable` by the Tab key, or only by the pointer. */
export function makeOperable(content: ParentNode, reachable: boolean): void {
  for (const pill of content.querySelectorAll<HTMLElement>('.mention[data-username]')) {
    // Not <button>, whose words would not wrap with the text. Its name is its words, which also read well within the message.
    pill.setAttribute('role', 'button')
    pill.setAttribute('aria-haspopup', 'dialog')
    pill.tabIndex = reachable ? 0 : -1
  }
}
