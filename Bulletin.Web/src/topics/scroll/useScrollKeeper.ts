import { onBeforeUnmount, onMounted, type Ref } from 'vue'

interface Anchor {
  key: string
  top: number
}

/** So near the end, in pixels, one is at it. */
export const closeToEnd = 32

/** How far the sight has to move to show all of an element, or its end if there is not room for all. */
function outOfSight(element: HTMLElement, box: HTMLElement): number {
  const [own, sight] = [element.getBoundingClientRect(), box.getBoundingClientRect()]
  const below = own.bottom - sight.bottom
  return below > 0 || own.height > sight.height ? below : Math.min(0, own.top - sight.top)
}

/**
 * Keeps what the person looks at where it is. At the end of a topic that is the end; elsewhere it is the first message in
 * sight, whatever is loaded, dropped or grows above or below it. Lines between messages are no hold: what comes goes below
 * the one at the top, and a day's line moves up to the first message of its day.
 */
export function useScrollKeeper(scroller: Ref<HTMLElement | null>, content: Ref<HTMLElement | null>, pinned: Ref<boolean>) {
  let anchor: Anchor | null = null
  /** Where the last correction led; the scrolling it is told of is not a person's. */
  let corrected: number | null = null
  /** The place last known, and the furthest there was then. */
  let known = { top: 0, furthest: 0 }
  /** What somebody writes in within the list. It stays wholly in sight until it is left or scrolled away. */
  let writing: HTMLElement | null = null
  const rows = (kind = '') => [...(content.value?.querySelectorAll<HTMLElement>(`${kind}[data-key]`) ?? [])]

  /** With its fractions: rounded ones would add up over many corrections. */
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

  /** Takes note of a scroll event. Answers where a person went, if it was one: where there is less than before, the browser went up. */
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

  /** Brings what somebody writes in wholly into sight, and keeps it there. */
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

  /** How far the sight is from the top and the bottom of what is in the page, in pixels. */
  function distances(): { above: number; below: number; screen: number } {
    const box = scroller.value
    if (!box) return { above: 0, below: 0, screen: 0 }
    return { above: box.scrollTop, below: box.scrollHeight - box.scrollTop - box.clientHeight, screen: box.clientHeight }
  }

  /** Brings a row into sight: to the middle, or to a quarter below the top. */
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
