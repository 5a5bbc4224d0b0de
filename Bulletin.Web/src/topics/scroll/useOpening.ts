import { computed, nextTick, ref, watch } from 'vue'
import type { Room } from '../room/room'
import type { TimelineRow } from '../timeline/timeline'
import type { useMessageScroll } from './useMessageScroll'

type Scroll = Pick<ReturnType<typeof useMessageScroll>, 'pinned' | 'toEnd' | 'showRow'>

/**
 * Where the sight comes to rest when a topic is opened: where the new messages begin, or at the end. A topic that was open
 * before is shown before the server has told what is new in it; then the sight goes on to it, unless the person has moved.
 */
export function useOpening(room: Pick<Room, 'reach'>, rows: () => readonly TimelineRow[], firstUnread: () => number | null, scroll: Scroll) {
  const settled = ref(false)
  const newsToCome = ref(false)
  const hasNews = computed(() => rows().some(({ kind }) => kind === 'new'))

  /** They may begin before all that is held. */
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
  // Whoever scrolls away has chosen a place.
  watch(scroll.pinned, (pinned) => { if (settled.value && !pinned) newsToCome.value = false })

  return {
    begin,
    settled,
    /** Null as long as it is not known where the sight comes to rest. */
    seesEnd: computed(() => (scroll.pinned.value ? (settled.value && !newsToCome.value) || null : false)),
  }
}
