import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

export interface Toast {
  id: number
  text: string
  action?: { label: string; run: () => void }
}

/** Short notes at the edge of the page; one with an action stays longer. */
export const useToasts = defineStore('toasts', () => {
  const toasts = shallowRef<readonly Toast[]>([])
  let last = 0

  const dismiss = (id: number) => void (toasts.value = toasts.value.filter((toast) => toast.id !== id))

  function show(text: string, action?: Toast['action'], milliseconds = action ? 7_000 : 4_000): number {
    const id = ++last
    toasts.value = [...toasts.value.slice(-2), { id, text, action }]
    setTimeout(() => dismiss(id), milliseconds)
    return id
  }

  return { toasts, show, dismiss }
})
