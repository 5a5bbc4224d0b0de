import { defineStore } from 'pinia'
import { watchEffect } from 'vue'
import { useChoice } from './useChoice'

const themes = ['system', 'light', 'dark'] as const

/** Colours the browser around the page like the page. */
function colourFrame(theme: (typeof themes)[number]): void {
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset['for'] ??= /dark/.test(meta.getAttribute('media') ?? '') ? 'dark' : 'light'
    const own = meta.dataset['for']
    meta.setAttribute('media', theme === 'system' ? `(prefers-color-scheme: ${own})` : theme === own ? 'all' : 'not all')
  }
}

/** Whether the page is light, dark, or as the system is. */
export const useTheme = defineStore('theme', () => {
  const theme = useChoice('bulletin.theme', themes, 'system')
  watchEffect(() => {
    const { dataset } = document.documentElement
    if (theme.value === 'system') delete dataset['theme']
    else dataset['theme'] = theme.value
    colourFrame(theme.value)
  })
  return { theme }
})
