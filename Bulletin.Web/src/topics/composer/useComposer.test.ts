import { reactive } from 'vue'
import { expect, test, vi } from 'vitest'
import { emptyDraft } from '../drafts/drafts'
import { useComposer } from './useComposer'

const writing = () => {
  const draft = reactive(emptyDraft())
  return { draft, composer: useComposer(draft, () => undefined) }
}

test.for(['use `:tada:', 'party :tada:', 'MAC 00:de:'])('“%s” stays as it is typed', async (typed) => {
  const { draft, composer } = writing()
  composer.text.value = typed
  // To replace a shortcode, the names of the emoji would have to be loaded first: wait for that.
  await vi.dynamicImportSettled()
  expect(draft.text).toBe(typed)
})

test('the indentation of the first line is sent, blank lines around the words are not', () => {
  const { composer } = writing()
  composer.text.value = '\n    def f():\n        return 1\n\n'
  expect(composer.take().text).toBe('    def f():\n        return 1')
})
