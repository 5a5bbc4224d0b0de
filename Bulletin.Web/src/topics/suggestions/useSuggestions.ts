import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Suggestion } from '../../ui/suggestion'
import { suggestionsFor } from './suggestionsFor'
import { wordAt, type BegunWord } from './wordAt'

const pause = 120

export interface CompletedField {
  text: () => string
  cursor: () => number
  replace: (from: number, to: number, text: string) => void
}

/** Completions of the word at the cursor, and the keys that choose among them. */
export function useSuggestions(field: CompletedField) {
  const items = shallowRef<readonly Suggestion[]>([])
  const chosen = ref(0)
  let word: BegunWord | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function close(): void {
    clearTimeout(timer)
    word = null
    items.value = []
  }

  async function ask(asked: BegunWord): Promise<void> {
    const found = await suggestionsFor(asked)
    if (word !== asked) return
    items.value = found
    chosen.value = 0
  }

  /** Looks at the word at the cursor again: after each key press and click. */
  function look(): void {
    const now = wordAt(field.text(), field.cursor())
    if (!now) return close()
    if (word?.query === now.query && word.from === now.from && word.kind === now.kind) return
    clearTimeout(timer)
    word = now
    timer = setTimeout(() => void ask(now), now.kind === 'emoji' ? 0 : pause)
  }

  function pick(item: Suggestion | undefined): void {
    if (item && word) field.replace(word.from, word.to, item.text)
    close()
  }

  /** Handles a key press. Returns whether it was meant for the suggestions. */
  function press(event: KeyboardEvent): boolean {
    const count = items.value.length
    if (!count) return false
    if (event.key === 'ArrowDown') chosen.value = (chosen.value + 1) % count
    else if (event.key === 'ArrowUp') chosen.value = (chosen.value + count - 1) % count
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && !event.ctrlKey && !event.metaKey) pick(items.value[chosen.value])
    // Keeps the word, so that its suggestions do not reopen before it changes.
    else if (event.key === 'Escape') items.value = []
    else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }

  onScopeDispose(() => clearTimeout(timer))
  return { items, chosen, look, pick, press, close }
}
