import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import type { TimelineRow } from '../timeline/timeline'

const rowOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('article[data-key]') : null)
const keyOf = (target: EventTarget | null) => rowOf(target)?.dataset['key'] ?? null
const within = (target: EventTarget | null, what: string) => target instanceof Element && target.closest(what) !== null

/**
 * A roving tab stop in a list of messages: Tab enters the list once, arrow keys move within it. One row at a time shows its
 * actions: the one that the pointer, a finger or the keyboard reached last.
 */
export function useRowFocus(content: Ref<HTMLElement | null>, visible: Ref<readonly TimelineRow[]>) {
  const focused = ref<string | null>(null)
  const active = ref<string | null>(null)
  const last = computed(() => visible.value.findLast(({ kind }) => kind === 'message')?.key)
  const current = computed(() => (visible.value.some(({ key }) => key === focused.value) ? focused.value : last.value))

  function offer(key: string | null): void {
    if (key === active.value) return
    const held = document.activeElement
    // Actions that disappear must not lose the focus.
    if (content.value?.contains(held) && within(held, '[role=toolbar]')) rowOf(held)?.focus({ preventScroll: true })
    active.value = key
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape') return offer(null)
    const row = rowOf(event.target)
    if (!row || row !== event.target) return
    // The actions are next in the tab order.
    if (event.key === 'Tab' && !event.shiftKey) return offer(keyOf(row))
    const all = [...(content.value?.querySelectorAll<HTMLElement>('article[tabindex]') ?? [])]
    const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, Home: -all.length, End: all.length }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(all.length - 1, all.indexOf(row) + step))
    all[next]?.focus()
  }

  function enter({ target }: FocusEvent): void {
    focused.value = keyOf(target) ?? focused.value
    if (target instanceof Element && target.matches(':focus-visible') && !within(target, 'form')) offer(keyOf(target))
  }

  let touched = false
  function point({ target, pointerType }: PointerEvent): void {
    touched = pointerType !== 'mouse'
    if (touched && target instanceof Node && !content.value?.contains(target)) offer(null)
  }

  /** Touch has no hover: a tap shows the actions, and the next tap anywhere hides them. */
  function tap({ target }: MouseEvent): void {
    if (!touched || within(target, 'a, button, form')) return
    const key = keyOf(target)
    offer(key === active.value ? null : key)
  }

  /** A mouse or keyboard user may want another action, so the actions stay. */
  function acted(): void {
    if (touched) offer(null)
  }

  /** Only for an edit begun here and now: one from before a reload or from another tab does not take the focus. */
  function editor(seq: number): HTMLElement | null {
    const key = visible.value.find((row) => row.kind === 'message' && row.message.seq === seq)?.key
    const row = [...(content.value?.querySelectorAll<HTMLElement>('article[data-key]') ?? [])].find(({ dataset }) => dataset['key'] === key)
    const field = row?.querySelector('textarea')
    active.value = null
    field?.focus()
    field?.setSelectionRange(field.value.length, field.value.length)
    return field?.form ?? null
  }

  onMounted(() => document.addEventListener('pointerdown', point))
  onBeforeUnmount(() => document.removeEventListener('pointerdown', point))

  return {
    press,
    enter,
    tap,
    acted,
    editor,
    /** Focuses the row that the Tab key would reach. */
    row: () => content.value?.querySelector<HTMLElement>('article[tabindex="0"]')?.focus({ preventScroll: true }),
    leave: ({ relatedTarget }: FocusEvent) => { if (!(relatedTarget instanceof Node && content.value?.contains(relatedTarget))) active.value = null },
    // Not `pointerover`: it also fires when rows move under a resting pointer.
    hover: ({ target, pointerType }: PointerEvent) => { if (pointerType === 'mouse') offer(within(target, 'form') ? null : keyOf(target)) },
    // For touch, the pointer leaves whenever the finger is lifted.
    unhover: ({ pointerType }: PointerEvent) => { if (pointerType === 'mouse') offer(null) },
    close: () => offer(null),
    isCurrent: (key: string) => key === current.value,
    /** Whether the row shows its actions. */
    isActive: (key: string) => key === active.value,
  }
}
