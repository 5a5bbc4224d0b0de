import { computed, ref, type Ref } from 'vue'

const rowOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('[data-key]') : null)

/** A roving tab stop in a list of links: Tab enters the list once, arrow keys move within it. Each row has its id as `data-key`. */
export function useListKeys(list: Ref<HTMLElement | null>, ids: () => readonly number[]) {
  const focused = ref<number | null>(null)
  const current = computed(() => ids().find((id) => id === focused.value) ?? ids()[0])

  function press(event: KeyboardEvent): void {
    const row = rowOf(event.target)
    const rows = [...(list.value?.querySelectorAll<HTMLElement>('[data-key]') ?? [])]
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Home: -rows.length, End: rows.length }
    const step = steps[event.key]
    if (!row || step === undefined) return
    event.preventDefault()
    rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(row) + step))]?.querySelector<HTMLElement>('a')?.focus()
  }

  return {
    press,
    enter: ({ target }: FocusEvent) => { focused.value = Number(rowOf(target)?.dataset['key'] ?? focused.value) },
    isCurrent: (id: number) => id === current.value,
  }
}
