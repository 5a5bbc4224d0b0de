import { onBeforeUnmount, onMounted, type Ref } from 'vue'

interface Anchor {
  key: string
  top: number
}

/** Within this distance from the end, in pixels, the viewport counts as being at the end. */
export const closeToEnd = 32

/** How far to scroll to show an element completely, or its end if it is higher than the viewport. */
function outOfSight(element: HTMLElement, box: HTMLElement): number {
  const [own, sight] = [element.getBoundingClientRect(), box.getBoundingClientRect()]
  const below = own.bottom - sight.bottom
  return below > 0 || own.height > sight.height ? below : Math.min(0, own.top - sight.top)
}

/**
 * Keeps what the user is reading in place. At the end of a topic that is the end. Elsewhere it is the first message in view,
 * whatever is loaded, dropped or resized above or below it. Separator lines are no anchors: new rows are inserted below a
 * line at the top, and the line of a day moves up to the first message of that day.
 */
export function useScrollKeeper(scroller: Ref<HTMLElement | null>, content: Ref<HTMLElement | null>, pinned: Ref<boolean>) {
  let anchor: Anchor | null = null
  /** The position after the last correction; its scroll event does not come from the user. */
  let corrected: number | null = null
  /** The last known scroll position, and the maximum position at that time. */
  let known = { top: 0, furthest: 0 }
  /** The editor open in the list. It stays completely in view until it loses the focus or is scrolled away. */
  let writing: HTMLElement | null = null
  const rows = (kind = '') => [...(content.value?.querySelectorAll<HTMLElement>(`${kind}[data-key]`) ?? [])]

  /** Not rounded: rounding errors would add up over many corrections. */
  const topOf = (row: HTMLElement, box: HTMLElement) => row.getBoundingClientRect().top - box.getBoundingClientRect().top

  function remember(): void {
    const box = scroller.value
    if (!box || (anchor && box.scrollTop === corrected)) return
    corrected = null
    const row = rows('article').find(({ offsetTop, offsetHeight }) => offsetTop + offsetHeight > box.scrollTop)
    anchor = row ? { key: row.dataset['key'] ?? '', top: topOf(row, box) } : null
  }

  function note(box: HTMLElement): void {
    known = { top: box.scrollTop, furthest: box.scrollHeight - box.clientHeight }
  }

  /** Handles a scroll event. Returns the direction if the user scrolled: if the content has shrunk, the browser itself moved up. */
  function went(): 'up' | 'down' | null {
    const box = scroller.value
    if (!box || box.scrollTop === known.top) return null
    const before = known
    note(box)
    if (writing && outOfSight(writing, box) !== 0) writing = null
    if (known.top > before.top) return 'down'
    return known.furthest >= before.furthest ? 'up' : null
  }

  function keepWriting(box: HTMLElement): void {
    if (!writing?.contains(document.activeElement)) writing = null
    const missing = writing ? outOfSight(writing, box) : 0
    if (Math.abs(missing) < 0.5) return
    box.scrollTop += missing
    corrected = null
    remember()
    pinned.value &&= distances().below < closeToEnd
  }

  function restore(): void {
    const box = scroller.value
    if (!box) return
    if (pinned.value) box.scrollTop = box.scrollHeight
    else keepAnchor(box)
    keepWriting(box)
    note(box)
  }

  /** Scrolls an editor completely into view, and keeps it there. */
  function hold(element: HTMLElement): void {
    writing = element
    restore()
  }

  function keepAnchor(box: HTMLElement): void {
    const held = anchor
    const row = held && rows().find(({ dataset }) => dataset['key'] === held.key)
    if (!row) {
      corrected = null
      return remember()
    }
    const moved = topOf(row, box) - held.top
    if (Math.abs(moved) < 0.5) return
    box.scrollTop += moved
    corrected = box.scrollTop
  }

  /** The distances of the viewport from the top and the bottom of the page content, in pixels. */
  function distances(): { above: number; below: number; screen: number } {
    const box = scroller.value
    if (!box) return { above: 0, below: 0, screen: 0 }
    return { above: box.scrollTop, below: box.scrollHeight - box.scrollTop - box.clientHeight, screen: box.clientHeight }
  }

  /** Scrolls a row into view: to the middle, or to a quarter below the top. */
  function show(key: string, where: 'middle' | 'upper'): HTMLElement | null {
    const box = scroller.value
    const row = rows().find(({ dataset }) => dataset['key'] === key)
    if (!box || !row) return null
    const lead = where === 'upper' ? box.clientHeight / 4 : Math.max(0, (box.clientHeight - row.offsetHeight) / 2)
    box.scrollTop = row.offsetTop - lead
    corrected = null
    writing = null
    note(box)
    remember()
    return row
  }

  function isInSight(key: string): boolean {
    const box = scroller.value
    const row = rows().find(({ dataset }) => dataset['key'] === key)
    return !!box && !!row && row.offsetTop >= box.scrollTop && row.offsetTop + row.offsetHeight <= box.scrollTop + box.clientHeight
  }

  const observer = new ResizeObserver(restore)
  onMounted(() => {
    for (const element of [scroller.value, content.value]) if (element) observer.observe(element)
  })
  onBeforeUnmount(() => observer.disconnect())

  return { remember, restore, went, hold, distances, show, isInSight, anchorKey: () => anchor?.key ?? null }
}
