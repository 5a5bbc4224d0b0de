import { reactive } from 'vue'
import { expect, test } from 'vitest'
import { emptyDraft } from './drafts'
import { replaceShortcodes } from './emoji/shortcodes'
import { useComposer } from './useComposer'

const writing = () => {
  const draft = reactive(emptyDraft())
  return { draft, composer: useComposer(draft, () => undefined) }
}

test.for(['use `:tada:', 'party :tada:', 'MAC 00:de:'])('“%s” stays as it is typed', async (typed) => {
  const { draft, composer } = writing()
  composer.text.value = typed
  // Long enough for whatever would load the names of the emoji.
  await import('./emoji/shortcodes')
  await Promise.resolve()
  expect(replaceShortcodes(typed)).not.toBe(typed)
  expect(draft.text).toBe(typed)
})

test('the indentation of the first line is sent, blank lines around the words are not', () => {
  const { composer } = writing()
  composer.text.value = '\n    def f():\n        return 1\n\n'
  expect(composer.take().text).toBe('    def f():\n        return 1')
})
