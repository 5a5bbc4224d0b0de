import { computed, nextTick, ref, watch } from 'vue'
import type { Room } from '../room/room'
import type { TimelineRow } from '../timeline/timeline'
import type { useMessageScroll } from './useMessageScroll'

type Scroll = Pick<ReturnType<typeof useMessageScroll>, 'pinned' | 'toEnd' | 'showRow'>

/**
 * The initial scroll position of a topic: the first new message, or the end. A topic that was opened before is shown before
 * the server has sent its news. The viewport then moves on to the first new message, unless the user has scrolled.
 */
export function useOpening(room: Pick<Room, 'reach'>, rows: () => readonly TimelineRow[], firstUnread: () => number | null, scroll: Scroll) {
  const settled = ref(false)
  const newsToCome = ref(false)
  const hasNews = computed(() => rows().some(({ kind }) => kind === 'new'))

  /** The new messages may begin before the held range. */
  async function goToNews(): Promise<void> {
    const seq = firstUnread()
    if (seq !== null) await room.reach(seq)
    await nextTick()
    await scroll.showRow('new', 'upper')
  }

  async function begin(isThere: boolean): Promise<void> {
    if (!isThere && hasNews.value) await goToNews()
    else if (!isThere) {
      newsToCome.value = firstUnread() !== null
      await scroll.toEnd()
    }
    settled.value = true
  }

  async function takeUpNews(): Promise<void> {
    if (!settled.value || !hasNews.value || !newsToCome.value) return
    if (scroll.pinned.value) await goToNews()
    newsToCome.value = false
  }

  watch([hasNews, settled], takeUpNews, { flush: 'post' })
  // A user who scrolls away has chosen a place.
  watch(scroll.pinned, (pinned) => { if (settled.value && !pinned) newsToCome.value = false })

  return {
    begin,
    settled,
    /** Null until the initial scroll position is known. */
    seesEnd: computed(() => (scroll.pinned.value ? (settled.value && !newsToCome.value) || null : false)),
  }
}
