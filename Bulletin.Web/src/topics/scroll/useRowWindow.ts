import { computed, ref, watch, type Ref } from 'vue'
import type { TimelineRow } from '../timeline/timeline'
import { endWindow, slideDown, slideUp, windowAround, type RowWindow } from './windowing'

/** The first message of a window that still exists, and its current index. */
function firstKept(span: readonly TimelineRow[], now: readonly TimelineRow[]): { held?: TimelineRow; index: number } {
  const indexes = new Map(now.map(({ key }, index) => [key, index]))
  const held = span.find(({ kind, key }) => kind === 'message' && indexes.has(key))
  return { held, index: held ? (indexes.get(held.key) ?? 0) : 0 }
}

/** The window of rows of a long topic that are in the page. It stays on its rows while others are added before or after them. */
export function useRowWindow(rows: Ref<readonly TimelineRow[]>, pinned: Ref<boolean>, size: () => number) {
  const span = ref<RowWindow>(endWindow(rows.value.length))

  function follow(now: readonly TimelineRow[], before: readonly TimelineRow[]): void {
    const { from, to } = span.value
    if (pinned.value) {
      span.value = { from: Math.max(0, Math.min(from, endWindow(now.length).from), now.length - size()), to: now.length }
      return
    }
    const { held, index } = firstKept(before.slice(from, to), now)
    if (!held) {
      span.value = endWindow(now.length)
      return
    }
    const shift = index - before.indexOf(held)
    const start = Math.max(0, from + shift)
    const end = to >= before.length ? now.length : to + shift
    span.value = { from: start, to: Math.min(end, start + size(), now.length) }
  }
  watch(rows, follow)

  return {
    visible: computed(() => rows.value.slice(span.value.from, span.value.to)),
    full: computed(() => span.value.to - span.value.from >= size()),
    atTop: computed(() => span.value.from === 0),
    atBottom: computed(() => span.value.to >= rows.value.length),
    up: () => void (span.value = slideUp(span.value, size())),
    down: () => void (span.value = slideDown(span.value, rows.value.length, size())),
    toEnd: () => void (span.value = endWindow(rows.value.length)),
    to: (index: number) => void (span.value = windowAround(index, rows.value.length)),
  }
}
