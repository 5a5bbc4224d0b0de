import { ref } from 'vue'
import { useToasts } from '../../ui/toasts'
import type { useMessageScroll } from './useMessageScroll'

type Scroll = Pick<ReturnType<typeof useMessageScroll>, 'toEnd' | 'showMessage'>

/** Navigates to a place in a topic. If the place can't be loaded, says so and offers to retry. */
export function useJumps(scroll: Scroll) {
  const toasts = useToasts()
  const marked = ref<number | null>(null)

  /** Returns whether the message is now in view. */
  async function goTo(seq: number): Promise<boolean> {
    const { reached, row } = await scroll.showMessage(seq)
    if (reached === 'missing') toasts.show('That message is not in this topic.')
    else if (reached === 'failed') toasts.show('The message cannot be loaded right now.', { label: 'Try again', run: () => void goTo(seq) })
    else marked.value = seq
    row?.focus({ preventScroll: true })
    return row !== null
  }

  async function goToEnd(): Promise<boolean> {
    const reached = await scroll.toEnd()
    if (!reached) toasts.show('The latest messages cannot be loaded right now.', { label: 'Try again', run: () => void goToEnd() })
    return reached
  }

  return { marked, goTo, goToEnd }
}
