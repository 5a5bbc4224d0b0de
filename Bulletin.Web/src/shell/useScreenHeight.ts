import { onScopeDispose } from 'vue'

/**
 * Keeps the page as high as its visible part. Some browsers lay an on-screen keyboard over the page instead of resizing
 * it, and only the visual viewport tells; the keyboard would cover the composer.
 */
export function useScreenHeight(): void {
  const view = globalThis.visualViewport
  if (!view) return

  function fit(): void {
    // Zooming in shrinks the visual viewport, but not the page.
    const covered = view && view.scale === 1 ? globalThis.innerHeight - view.height : 0
    document.documentElement.style.setProperty('--covered', `${Math.max(0, Math.round(covered))}px`)
    if (covered > 0) globalThis.scrollTo(0, 0)
  }
  view.addEventListener('resize', fit)
  view.addEventListener('scroll', fit)
  fit()
  onScopeDispose(() => {
    view.removeEventListener('resize', fit)
    view.removeEventListener('scroll', fit)
    document.documentElement.style.removeProperty('--covered')
  })
}
