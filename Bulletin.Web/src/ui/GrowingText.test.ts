import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import GrowingText from './GrowingText.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  Reflect.deleteProperty(document, 'execCommand')
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function writing(words: string) {
  const text = ref(words)
  const field = ref<InstanceType<typeof GrowingText>>()
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() =>
    h(GrowingText, { ref: field, label: 'Message', modelValue: text.value, 'onUpdate:modelValue': (changed: string) => void (text.value = changed) }),
  )
  app.mount(place)
  apps.push(app)
  const area = place.querySelector('textarea')
  if (!area) throw new Error('no field')
  return { text, area, replace: (from: number, to: number, added: string) => field.value?.replace(from, to, added) }
}

/** The browser's own editing command, which happy-dom lacks: it replaces the selection and fires an input event. */
function canType(): string[] {
  const typed: string[] = []
  Object.defineProperty(document, 'execCommand', {
    configurable: true,
    value: (command: string, _: boolean, added: string) => {
      const area = document.activeElement
      if (command !== 'insertText' || !(area instanceof HTMLTextAreaElement)) return false
      typed.push(added)
      area.setRangeText(added, area.selectionStart, area.selectionEnd, 'end')
      return area.dispatchEvent(new Event('input', { bubbles: true }))
    },
  })
  return typed
}

test('what is put in the place of a word is typed, so that the browser can undo it', async () => {
  const typed = canType()
  const { text, replace } = writing('hello :tad and more')
  await replace(6, 10, '🎉 ')
  expect(typed).toEqual(['🎉 '])
  expect(text.value).toBe('hello 🎉  and more')
})

test('where the browser cannot type for somebody, the words are set', async () => {
  const { text, area, replace } = writing('hello :tad and more')
  await replace(6, 10, '🎉 ')
  expect(text.value).toBe('hello 🎉  and more')
  expect([document.activeElement, area.selectionEnd]).toEqual([area, 9])
})

test('where the browser does not grow it, the field is as high as its words and never lower while that is measured', async () => {
  vi.stubGlobal('CSS', { supports: () => false })
  const heights: string[] = []
  vi.spyOn(HTMLTextAreaElement.prototype, 'scrollHeight', 'get').mockImplementation(function (this: HTMLTextAreaElement) {
    heights.push(document.querySelector('textarea')?.style.height ?? '')
    return this.value.split('\n').length * 20
  })
  const { text, area } = writing('one')
  expect(area.style.height).toBe('20px')
  text.value = 'one\ntwo\nthree'
  await nextTick()
  text.value = 'one\ntwo'
  await nextTick()
  expect(area.style.height).toBe('40px')
  expect(heights).toEqual(['', '20px', '60px'])
  expect(document.querySelectorAll('textarea')).toHaveLength(1)
})
