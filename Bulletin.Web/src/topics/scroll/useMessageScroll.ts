import { computed, nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Reached, Room } from '../room/room'
import { messageKey, type TimelineRow } from '../timeline/timeline'
import { useFetching } from './useFetching'
import { useRowWindow } from './useRowWindow'
import { closeToEnd, useScrollKeeper } from './useScrollKeeper'
import { windowSizeFor } from './windowing'

// Some browsers do not tell when they rest.
const whenIdle = (work: () => void) => void (globalThis.requestIdleCallback?.(work, { timeout: 300 }) ?? setTimeout(work))

/** Moving through a topic: what is in the page, where the sight is, and when more must be fetched. */
export function useMessageScroll(room: Room, rows: Ref<readonly TimelineRow[]>, scroller: Ref<HTMLElement | null>, content: Ref<HTMLElement | null>) {
  const pinned = ref(true)
  const span = useRowWindow(rows, pinned, () => windowSizeFor(scroller.value?.clientHeight ?? 0))
  const keeper = useScrollKeeper(scroller, content, pinned)
  const reachesEnd = computed(() => span.atBottom.value && room.atEnd.value)
  /** Whether a person is on the way up: then what comes meanwhile must not bring them back, however near the end is. */
  let leaving = false
  const isAtEnd = () => keeper.distances().below < (leaving ? 1 : closeToEnd)

  /** The message at the top of the sight of somebody who is not at the end. */
  function lookingAt(): number | null {
    const key = pinned.value ? null : keeper.anchorKey()
    const row = key === null ? undefined : rows.value.find((held) => held.key === key)
    return row?.kind === 'message' ? row.message.seq : null
  }
  room.lookAt(lookingAt)

  function fill(): void {
    const { above, below, screen } = keeper.distances()
    // Rows that are added below may all be in sight: then nobody has to scroll to the end.
    pinned.value ||= reachesEnd.value && isAtEnd()
    // Less than what is out of sight, so that rows don't go on one side before they are wanted on the other.
    const wanted = span.full.value ? Math.min(screen * 1.5, (above + below) * 0.4) : screen * 1.5
    if (above < wanted && !span.atTop.value) return span.up()
    if (above < wanted && room.hasOlder.value) fetching.older()
    if (below >= wanted || reachesEnd.value) return
    if (span.atBottom.value) fetching.newer()
    else span.down()
  }

  let filling = 0
  /** A step after a frame: rows are made while the browser rests, never many at once, and before them goes whatever a person does. */
  function fillSoon(): void {
    cancelAnimationFrame(filling)
    filling = requestAnimationFrame(() => whenIdle(fill))
  }

  const fetching = useFetching(room, fillSoon)

  function scrolled(): void {
    // Whatever comes and grows moves the end away from the sight: only a person's way up leaves it.
    const way = keeper.went()
    if (way) leaving = way === 'up'
    const isThere = isAtEnd()
    pinned.value = reachesEnd.value && (isThere || (pinned.value && way !== 'up'))
    if (pinned.value && !isThere) keeper.restore()
    keeper.remember()
    fill()
  }

  /** The finger is lifted, or the wheel at rest: so near the end, one has not left it. */
  function rested(): void {
    leaving = false
    pinned.value ||= reachesEnd.value && isAtEnd()
  }

  /** Answers whether the end could be had; where one is stays in sight otherwise. */
  async function toEnd(): Promise<boolean> {
    if (!(await room.reachEnd())) return false
    leaving = false
    pinned.value = true
    span.toEnd()
    await nextTick()
    keeper.restore()
    return true
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
  async function showMessage(seq: number): Promise<{ reached: Reached; row: HTMLElement | null }> {
    const reached = await room.reach(seq)
    await nextTick()
    const message = room.messages.value.find((held) => held.seq === seq)
    return { reached, row: message ? await showRow(messageKey(message.author.id, message.clientId), 'middle') : null }
  }

  /** As `showMessage`, but what is in sight already stays where it is. */
  async function reveal(seq: number): Promise<void> {
    const message = room.messages.value.find((held) => held.seq === seq)
    if (message && !keeper.isInSight(messageKey(message.author.id, message.clientId))) await showMessage(seq)
  }

  watch([rows, span.visible], () => {
    keeper.restore()
    if (pinned.value) room.forgetOldest()
    // Whoever waits at the very top has no way left to scroll for more.
    fillSoon()
  }, { flush: 'post' })
  onBeforeUnmount(() => {
    cancelAnimationFrame(filling)
    room.place.value = lookingAt()
    room.lookAt(() => null)
  })
  return { visible: span.visible, atTop: span.atTop, pinned, scrolled, rested, fillSoon, fetchAgain: fetching.again, toEnd, showRow, showMessage, reveal, hold: keeper.hold }
}
