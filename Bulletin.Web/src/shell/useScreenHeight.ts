import { onScopeDispose } from 'vue'

/**
 * Keeps the page as high as what is to be seen of it. Browsers that lay an on-screen keyboard over the page instead of
 * resizing it tell of that by the visual viewport alone; the composer would be under the keyboard.
 */
export function useScreenHeight(): void {
  const view = globalThis.visualViewport
  if (!view) return

  function fit(): void {
    // Zoomed in, the sight is smaller but the page is not.
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
