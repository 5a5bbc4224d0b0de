import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { unreachable, type Result } from '../api/problem'
import ConfirmDialog from './ConfirmDialog.vue'

let app: { unmount: () => void } | undefined
afterEach(() => {
  app?.unmount()
  document.body.replaceChildren()
})

/** A dialog that is open, and whose acts end when the test says. */
async function opened() {
  const open = ref(true)
  const answers: ((result: Result<unknown>) => void)[] = []
  const act = () => new Promise<Result<unknown>>((resolve) => answers.push(resolve))
  const made = createApp(() => h(ConfirmDialog, { open: open.value, title: 'Remove Tea?', action: 'Remove', act, 'onUpdate:open': (isOpen: boolean) => { open.value = isOpen } }))
  made.mount(document.body.appendChild(document.createElement('div')))
  app = made
  await vi.waitFor(() => expect(document.querySelector('[role=dialog] form')).not.toBeNull())
  const confirm = async () => {
    document.querySelector('[role=dialog] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await nextTick()
  }
  const show = async (isOpen: boolean) => {
    open.value = isOpen
    await vi.waitFor(() => expect(document.querySelector('[role=dialog] form') !== null).toBe(isOpen))
  }
  return { open, answers, confirm, show }
}

test('a dialog stays while its act is under way, and closes after it', async () => {
  const { open, answers, confirm } = await opened()
  await confirm()
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  await nextTick()
  expect(open.value).toBe(true)
  answers[0]?.({ ok: true, value: null })
  await vi.waitFor(() => expect(open.value).toBe(false))
})

test('a late answer of an earlier opening changes nothing in the next', async () => {
  const { open, answers, confirm, show } = await opened()
  const said = () => document.querySelector('[role=dialog] [role=alert]')?.textContent
  await confirm()
  await show(false)
  await show(true)
  await confirm()
  expect(answers).toHaveLength(2)
  answers[0]?.({ ok: true, value: null })
  await new Promise((resolve) => setTimeout(resolve))
  expect([open.value, said()]).toEqual([true, ''])
  answers[1]?.({ ok: false, failure: { ...unreachable, detail: 'Not now.' } })
  await vi.waitFor(() => expect(said()).toBe('Not now.'))
})
