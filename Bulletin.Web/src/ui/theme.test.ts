import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { beforeEach, expect, test } from 'vitest'
import { useTheme } from './theme'

beforeEach(() => {
  localStorage.clear()
  document.head.innerHTML = '<meta name="theme-color" media="(prefers-color-scheme: light)"><meta name="theme-color" media="(prefers-color-scheme: dark)">'
  setActivePinia(createPinia())
})

const media = () => [...document.querySelectorAll<HTMLMetaElement>('meta')].map((meta) => meta.getAttribute('media'))

test('a theme that is chosen holds whatever the system says', async () => {
  useTheme().theme = 'dark'
  await nextTick()
  expect([document.documentElement.dataset['theme'], media()]).toEqual(['dark', ['not all', 'all']])
})

test('the system decides again when it is asked to', async () => {
  const store = useTheme()
  store.theme = 'dark'
  await nextTick()
  store.theme = 'system'
  await nextTick()
  expect([document.documentElement.dataset['theme'], media()]).toEqual([undefined, ['(prefers-color-scheme: light)', '(prefers-color-scheme: dark)']])
})
