import { computed, ref, watch } from 'vue'
import type { Filters } from './useAdminList'

interface List<T> {
  items: { readonly value: readonly T[] }
  filters: { readonly value: Filters }
}

/** What is selected in a list. Other filters clear it, so that nothing is acted on that was selected under earlier ones. */
export function useSelection<T>({ items, filters }: List<T>, keyOf: (item: T) => string) {
  const selected = ref<ReadonlySet<string>>(new Set())
  const chosen = computed(() => items.value.filter((item) => selected.value.has(keyOf(item))))

  function deselect(done: readonly T[]): void {
    const keys = new Set(done.map(keyOf))
    selected.value = new Set([...selected.value].filter((key) => !keys.has(key)))
  }

  watch(() => JSON.stringify(filters.value), () => { selected.value = new Set() })
  return { selected, chosen, deselect }
}
