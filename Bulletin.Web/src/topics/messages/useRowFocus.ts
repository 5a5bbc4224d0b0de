import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'
import type { TimelineRow } from '../timeline/timeline'

const rowOf = (target: EventTarget | null) => (target instanceof Element ? target.closest<HTMLElement>('article[data-key]') : null)
const keyOf = (target: EventTarget | null) => rowOf(target)?.dataset['key'] ?? null
const within = (target: EventTarget | null, what: string) => target instanceof Element && target.closest(what) !== null

/**
 * One stop for the Tab key in a list of messages: arrows move within it. One row at a time offers its actions, the one that
 * the pointer, a finger or the keyboard came to last.
 */
export function useRowFocus(content: Ref<HTMLElement | null>, visible: Ref<readonly TimelineRow[]>) {
  const focused = ref<string | null>(null)
  const active = ref<string | null>(null)
  const last = computed(() => visible.value.findLast(({ kind }) => kind === 'message')?.key)
  const current = computed(() => (visible.value.some(({ key }) => key === focused.value) ? focused.value : last.value))

  function offer(key: string | null): void {
    if (key === active.value) return
    const held = document.activeElement
    // The actions that go away must not take the focus with them.
    if (content.value?.contains(held) && within(held, '[role=toolbar]')) rowOf(held)?.focus({ preventScroll: true })
    active.value = key
  }

  function press(event: KeyboardEvent): void {
    if (event.key === 'Escape') return offer(null)
    const row = rowOf(event.target)
    if (!row || row !== event.target) return
    // The actions are where the key goes next.
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

  /** A finger can't hover: it calls the actions by a tap, and sends them away by the next, wherever that is. */
  function tap({ target }: MouseEvent): void {
    if (!touched || within(target, 'a, button, form')) return
    const key = keyOf(target)
    offer(key === active.value ? null : key)
  }

  /** A pointer that hovers, or the keyboard, may want the next of them. */
  function acted(): void {
    if (touched) offer(null)
  }

  /** Only when a change is begun here and now: one from before a reload or from another tab takes the focus from nobody. */
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
    /** The row that the Tab key would come to. */
    row: () => content.value?.querySelector<HTMLElement>('article[tabindex="0"]')?.focus({ preventScroll: true }),
    leave: ({ relatedTarget }: FocusEvent) => { if (!(relatedTarget instanceof Node && content.value?.contains(relatedTarget))) active.value = null },
    // Not `pointerover`: that is also told when rows move under a pointer that rests.
    hover: ({ target, pointerType }: PointerEvent) => { if (pointerType === 'mouse') offer(within(target, 'form') ? null : keyOf(target)) },
    // A finger leaves whenever it is lifted.
    unhover: ({ pointerType }: PointerEvent) => { if (pointerType === 'mouse') offer(null) },
    close: () => offer(null),
    isCurrent: (key: string) => key === current.value,
    /** The row that offers its actions. */
    isActive: (key: string) => key === active.value,
  }
}
