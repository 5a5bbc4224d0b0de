import { computed, nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Room } from './room'
import { messageKey, type TimelineRow } from './timeline'
import { useRowWindow } from './useRowWindow'
import { useScrollKeeper } from './useScrollKeeper'
import { windowSizeFor } from './windowing'

const closeToEnd = 32

/** Moving through a topic: what is in the page, where the sight is, and when more must be fetched. */
export function useMessageScroll(room: Room, rows: Ref<readonly TimelineRow[]>, scroller: Ref<HTMLElement | null>, content: Ref<HTMLElement | null>) {
  const pinned = ref(true)
  const span = useRowWindow(rows, pinned, () => windowSizeFor(scroller.value?.clientHeight ?? 0))
  const keeper = useScrollKeeper(scroller, content, pinned)
  const reachesEnd = computed(() => span.atBottom.value && room.atEnd.value)

  /** The message at the top of the sight of somebody who is not at the end. */
  function lookingAt(): number | null {
    const key = pinned.value ? null : keeper.anchorKey()
    const row = key === null ? undefined : rows.value.find((held) => held.key === key)
    return row?.kind === 'message' ? row.message.seq : null
  }
  room.lookAt(lookingAt)

  function fill(): void {
    const { above, below, screen } = keeper.distances()
    // Less than what is out of sight, so that rows don't go on one side before they are wanted on the other.
    const wanted = span.full.value ? Math.min(screen * 1.5, (above + below) * 0.4) : screen * 1.5
    if (above < wanted) {
      if (!span.atTop.value) span.up()
      else if (room.hasOlder.value) void room.loadOlder()
    } else if (below < wanted && !reachesEnd.value) {
      if (!span.atBottom.value) span.down()
      else void room.loadNewer()
    }
  }

  let filling = 0
  /** A step per frame: rows are made while the browser would rest, and never many at once. */
  function fillSoon(): void {
    cancelAnimationFrame(filling)
    filling = requestAnimationFrame(() => void setTimeout(fill))
  }

  function scrolled(): void {
    pinned.value = reachesEnd.value && keeper.distances().below < closeToEnd
    keeper.remember()
    fill()
  }

  async function toEnd(): Promise<void> {
    await room.reachEnd()
    pinned.value = true
    span.toEnd()
    await nextTick()
    keeper.restore()
  }

  async function showRow(key: string, where: 'middle' | 'upper'): Promise<HTMLElement | null> {
    const index = rows.value.findIndex((row) => row.key === key)
    if (index < 0) return null
    pinned.value = false
    span.to(index)
    await nextTick()
    const row = keeper.show(key, where)
    pinned.value = reachesEnd.value && keeper.distances().below < closeToEnd
    return row
  }

  /** Brings a message into the middle of the sight, wherever in the topic it is. */
  async function showMessage(seq: number): Promise<HTMLElement | null> {
    if (!(await room.reach(seq))) return null
    await nextTick()
    const message = room.messages.value.find((held) => held.seq === seq)
    return message ? showRow(messageKey(message.author.id, message.clientId), 'middle') : null
  }

  watch([rows, span.visible], () => {
    keeper.restore()
    if (pinned.value) room.forgetOldest()
    // Whoever waits at the very top has no way left to scroll for more.
    fillSoon()
  }, { flush: 'post' })
  onBeforeUnmount(() => {
    cancelAnimationFrame(filling)
    room.lookAt(() => null)
  })
  return { visible: span.visible, atTop: span.atTop, pinned, scrolled, fillSoon, toEnd, showRow, showMessage }
}
