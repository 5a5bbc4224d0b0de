import { onBeforeUnmount, onMounted, type Ref } from 'vue'

const pixels = [1, 16, 400]

/** Toasts and suggestions over a list belong to other parts of the page: turning the wheel over them scrolls the list below. */
export function useWheelOver(scroller: Ref<HTMLElement | null>): void {
  function turn({ target, ctrlKey, clientX, clientY, deltaY, deltaMode }: WheelEvent): void {
    const box = scroller.value
    if (!box || ctrlKey || !(target instanceof Element) || !target.closest('[role=status], [role=listbox]')) return
    if (document.elementsFromPoint(clientX, clientY).includes(box)) box.scrollTop += deltaY * (pixels[deltaMode] ?? 1)
  }
  onMounted(() => document.addEventListener('wheel', turn, { passive: true }))
  onBeforeUnmount(() => document.removeEventListener('wheel', turn))
}
