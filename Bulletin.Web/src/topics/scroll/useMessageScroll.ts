import { computed, nextTick, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Reached, Room } from '../room/room'
import { messageKey, type TimelineRow } from '../timeline/timeline'
import { useFetching } from './useFetching'
import { useRowWindow } from './useRowWindow'
import { closeToEnd, useScrollKeeper } from './useScrollKeeper'
import { windowSizeFor } from './windowing'

// Some browsers have no idle callback.
const whenIdle = (work: () => void) => void (globalThis.requestIdleCallback?.(work, { timeout: 300 }) ?? setTimeout(work))

/** Scrolling through a topic: which rows are in the page, where the viewport is, and when to load more. */
export function useMessageScroll(room: Room, rows: Ref<readonly TimelineRow[]>, scroller: Ref<HTMLElement | null>, content: Ref<HTMLElement | null>) {
  const pinned = ref(true)
  const span = useRowWindow(rows, pinned, () => windowSizeFor(scroller.value?.clientHeight ?? 0))
  const keeper = useScrollKeeper(scroller, content, pinned)
  const reachesEnd = computed(() => span.atBottom.value && room.atEnd.value)
  /** Whether the user is scrolling up: new messages must not pull them back then, however near the end is. */
  let leaving = false
  const isAtEnd = () => keeper.distances().below < (leaving ? 1 : closeToEnd)

  /** The message at the top of the viewport, unless the user is at the end. */
  function lookingAt(): number | null {
    const key = pinned.value ? null : keeper.anchorKey()
    const row = key === null ? undefined : rows.value.find((held) => held.key === key)
    return row?.kind === 'message' ? row.message.seq : null
  }
  room.lookAt(lookingAt)

  function fill(): void {
    const { above, below, screen } = keeper.distances()
    // All rows added below may be in view: then the end is reached without scrolling.
    pinned.value ||= reachesEnd.value && isAtEnd()
    // Less than the hidden part, so that no row is removed on one side before rows are needed on the other.
    const wanted = span.full.value ? Math.min(screen * 1.5, (above + below) * 0.4) : screen * 1.5
    if (above < wanted && !span.atTop.value) return span.up()
    if (above < wanted && room.hasOlder.value) fetching.older()
    if (below >= wanted || reachesEnd.value) return
    if (span.atBottom.value) fetching.newer()
    else span.down()
  }

  let filling = 0
  /** Runs one step after a frame. Rows are created while the browser is idle, few at a time, and user input comes first. */
  function fillSoon(): void {
    cancelAnimationFrame(filling)
    filling = requestAnimationFrame(() => whenIdle(fill))
  }

  const fetching = useFetching(room, fillSoon)

  function scrolled(): void {
    // New and growing rows move the end out of view: only scrolling up by the user leaves it.
    const way = keeper.went()
    if (way) leaving = way === 'up'
    const isThere = isAtEnd()
    pinned.value = reachesEnd.value && (isThere || (pinned.value && way !== 'up'))
    if (pinned.value && !isThere) keeper.restore()
    keeper.remember()
    fill()
  }

  /** The finger was lifted or the wheel is at rest: this near the end, the user has not left it. */
  function rested(): void {
    leaving = false
    pinned.value ||= reachesEnd.value && isAtEnd()
  }

  /** Returns whether the end could be loaded; if not, the viewport stays where it is. */
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

  /** Scrolls a message to the middle of the viewport, wherever it is in the topic. */
  async function showMessage(seq: number): Promise<{ reached: Reached; row: HTMLElement | null }> {
    const reached = await room.reach(seq)
    await nextTick()
    const message = room.messages.value.find((held) => held.seq === seq)
    return { reached, row: message ? await showRow(messageKey(message.author.id, message.clientId), 'middle') : null }
  }

  /** Like `showMessage`, but does not scroll if the message is already in view. */
  async function reveal(seq: number): Promise<void> {
    const message = room.messages.value.find((held) => held.seq === seq)
    if (message && !keeper.isInSight(messageKey(message.author.id, message.clientId))) await showMessage(seq)
  }

  watch([rows, span.visible], () => {
    keeper.restore()
    if (pinned.value) room.forgetOldest()
    // A user at the very top can't scroll further to load more.
    fillSoon()
  }, { flush: 'post' })
  onBeforeUnmount(() => {
    cancelAnimationFrame(filling)
    room.place.value = lookingAt()
    room.lookAt(() => null)
  })
  return { visible: span.visible, atTop: span.atTop, pinned, scrolled, rested, fillSoon, fetchAgain: fetching.again, toEnd, showRow, showMessage, reveal, hold: keeper.hold }
}
