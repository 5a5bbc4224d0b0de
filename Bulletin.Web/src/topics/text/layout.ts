const nesting = 'ul, ol, blockquote'
const maxIndents = 6

function depthOf(element: Element): number {
  let depth = 0
  for (let outer = element.parentElement; outer; outer = outer.parentElement) if (outer.matches(nesting)) depth++
  return depth
}

/** Sets the direction, focus and indentation of a message's elements. */
export function finishLayout(root: ParentNode): void {
  // An element with its own direction would be ignored by the `auto` of the list or quotation around it.
  for (const element of root.querySelectorAll('p, td, th, ul, ol, blockquote')) {
    const depth = depthOf(element)
    if (depth === 0 || element.matches('td, th')) element.setAttribute('dir', 'auto')
    if (depth >= maxIndents && element.matches(nesting)) element.classList.add('deep')
  }
  for (const element of root.querySelectorAll('code, pre')) element.setAttribute('dir', 'ltr')
  for (const element of root.querySelectorAll('pre, table')) element.setAttribute('tabindex', '0')
}
