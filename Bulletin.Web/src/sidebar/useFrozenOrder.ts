import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import { inOrderOf, type TopicSection } from './topicSections'

/**
 * Keeps the order of a list while the pointer is inside it or an item has the keyboard focus, so that nobody clicks what has just moved
 * there. `question` is what the list answers: another one has another order.
 */
export function useFrozenOrder(list: Ref<HTMLElement | null>, sections: () => readonly TopicSection[], question: () => string) {
  const pointed = ref(false)
  const focused = ref(false)
  const frozen = computed(() => pointed.value || focused.value)
  const shown = shallowRef(sections())

  watch([sections, frozen, question], ([now, isFrozen, asked], before) => {
    shown.value = isFrozen && asked === before[2] ? inOrderOf(shown.value, now) : now
  }, { flush: 'sync' })

  const enter = ({ pointerType }: PointerEvent) => void (pointed.value = pointerType !== 'touch')
  const leave = () => void (pointed.value = false)
  // A clicked link keeps the focus, too: only a visible focus is in use.
  const focus = ({ target }: FocusEvent) => void (focused.value = target instanceof HTMLElement && target.matches(':focus-visible'))
  const blur = () => void (focused.value = false)

  watch(list, (element, _, onCleanup) => {
    const listening = new AbortController()
    const { signal } = listening
    element?.addEventListener('pointerenter', enter, { signal })
    element?.addEventListener('pointerleave', leave, { signal })
    element?.addEventListener('focusin', focus, { signal })
    element?.addEventListener('focusout', blur, { signal })
    onCleanup(() => listening.abort())
  }, { immediate: true })
  return shown
}
