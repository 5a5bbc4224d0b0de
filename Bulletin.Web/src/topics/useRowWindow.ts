import { computed, ref, watch, type Ref } from 'vue'
import type { TimelineRow } from './timeline'
import { endWindow, slideDown, slideUp, windowAround, windowSize, type RowWindow } from './windowing'

/** Which rows of a long topic are in the page. It stays on the same rows while others come before or after them. */
export function useRowWindow(rows: Ref<readonly TimelineRow[]>, pinned: Ref<boolean>) {
  const span = ref<RowWindow>(endWindow(rows.value.length))

  function follow(now: readonly TimelineRow[], before: readonly TimelineRow[]): void {
    const { from, to } = span.value
    if (pinned.value) {
      span.value = { from: Math.max(0, Math.min(from, endWindow(now.length).from), now.length - windowSize), to: now.length }
      return
    }
    const held = before.slice(from, to).find(({ kind }) => kind === 'message')
    const index = held ? now.findIndex(({ key }) => key === held.key) : -1
    if (!held || index < 0) {
      span.value = endWindow(now.length)
      return
    }
    const shift = index - before.indexOf(held)
    const start = Math.max(0, from + shift)
    const end = to >= before.length ? now.length : to + shift
    span.value = { from: start, to: Math.min(end, start + windowSize, now.length) }
  }
  watch(rows, follow)

  return {
    visible: computed(() => rows.value.slice(span.value.from, span.value.to)),
    atTop: computed(() => span.value.from === 0),
    atBottom: computed(() => span.value.to >= rows.value.length),
    up: () => void (span.value = slideUp(span.value)),
    down: () => void (span.value = slideDown(span.value, rows.value.length)),
    toEnd: () => void (span.value = endWindow(rows.value.length)),
    to: (index: number) => void (span.value = windowAround(index, rows.value.length)),
  }
}
