import { computed, ref, type Ref } from 'vue'
import type { TimelineRow } from './timeline'

const rowOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('article[data-key]') : null)

/** One stop for the Tab key in a list of messages: arrows move within it, and the row they are on offers its actions. */
export function useRowFocus(content: Ref<HTMLElement | null>, visible: Ref<readonly TimelineRow[]>) {
  const focused = ref<string | null>(null)
  const hovered = ref<string | null>(null)
  const last = computed(() => visible.value.findLast(({ kind }) => kind === 'message')?.key)
  const current = computed(() => (visible.value.some(({ key }) => key === focused.value) ? focused.value : last.value))

  function press(event: KeyboardEvent): void {
    const row = rowOf(event.target)
    if (!row || row !== event.target) return
    const all = [...(content.value?.querySelectorAll<HTMLElement>('article[tabindex]') ?? [])]
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Home: -all.length, End: all.length }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(all.length - 1, all.indexOf(row) + step))
    all[next]?.focus()
  }

  /** Only when a change is begun here and now: one from before a reload or from another tab takes the focus from nobody. */
  function editor(seq: number): void {
    const key = visible.value.find((row) => row.kind === 'message' && row.message.seq === seq)?.key
    const row = [...(content.value?.querySelectorAll<HTMLElement>('article[data-key]') ?? [])].find(({ dataset }) => dataset['key'] === key)
    const field = row?.querySelector('textarea')
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
  }

  return {
    press,
    editor,
    /** The row that the Tab key would come to. */
    row: () => content.value?.querySelector<HTMLElement>('article[tabindex="0"]')?.focus({ preventScroll: true }),
    enter: (event: FocusEvent) => void (focused.value = rowOf(event.target)?.dataset['key'] ?? focused.value),
    hover: (event: PointerEvent) => { if (event.pointerType === 'mouse') hovered.value = rowOf(event.target)?.dataset['key'] ?? null },
    unhover: () => void (hovered.value = null),
    isCurrent: (key: string) => key === current.value,
    /** The row under the pointer, or else the one that was last given the focus. */
    isActive: (key: string) => key === hovered.value || key === focused.value,
  }
}
