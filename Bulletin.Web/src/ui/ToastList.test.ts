import { createPinia, setActivePinia } from 'pinia'
import { createApp, nextTick } from 'vue'
import { expect, test, vi } from 'vitest'
import ToastList from './ToastList.vue'
import { useToasts } from './toasts'

test('when a note goes away with the focus in it, the focus goes back to where it was', async () => {
  vi.useFakeTimers()
  const pinia = createPinia()
  setActivePinia(pinia)
  const field = document.body.appendChild(document.createElement('input'))
  const place = document.body.appendChild(document.createElement('div'))
  createApp(ToastList).use(pinia).mount(place)
  const button = () => place.querySelector('button')
  const show = async (text: string) => {
    useToasts().show(text, { label: 'Undo', run: () => {} })
    await nextTick()
    field.focus()
    button()?.dispatchEvent(new FocusEvent('focusin', { bubbles: true, relatedTarget: field }))
    button()?.focus()
    expect(document.activeElement).toBe(button())
  }

  await show('done')
  button()?.click()
  await nextTick()
  expect(document.activeElement).toBe(field)

  await show('left alone')
  await vi.advanceTimersByTimeAsync(7_000)
  expect([button(), document.activeElement]).toEqual([null, field])
  vi.useRealTimers()
})
