import { onBeforeUnmount, onMounted, type Ref } from 'vue'

interface Anchor {
  key: string
  top: number
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

  function restore(): void {
    const box = scroller.value
    if (!box) return
    if (pinned.value) {
      box.scrollTop = box.scrollHeight
      return
    }
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

  return { remember, restore, distances, show, isInSight, anchorKey: () => anchor?.key ?? null }
}
