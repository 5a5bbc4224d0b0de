import { createPinia, setActivePinia } from 'pinia'
import { DropdownMenuContent, DropdownMenuPortal, DropdownMenuRoot } from 'reka-ui'
import { createApp, h } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { unreachable } from '../api/problem'
import { usePersonal } from '../personal/personal'
import { state } from '../personal/testingPersonal'
import { useToasts } from '../ui/toasts'
import TopicLevelItems from './TopicLevelItems.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

/** The open menu of a topic, whose first entry is about its pin. */
async function menuOf(pinned: boolean) {
  const pinia = createPinia()
  setActivePinia(pinia)
  usePersonal().adopt(state('tea', { pinned }))
  const content = () => h(DropdownMenuContent, null, () => h(TopicLevelItems, { topicId: 'tea' }))
  const app = createApp(() => h(DropdownMenuRoot, { open: true, modal: false }, () => h(DropdownMenuPortal, null, content)))
  apps.push(app)
  app.use(pinia).mount(document.body.appendChild(document.createElement('div')))
  const entry = () => document.querySelector<HTMLElement>('[role=menuitem]')
  await vi.waitFor(() => expect(entry()).not.toBeNull())
  const press = () => entry()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
  return { words: entry()?.textContent, press }
}

test.each([[false, 'Pin to top'], [true, 'Unpin']])('a topic is pinned and unpinned from its menu with the Enter key: %s', async (pinned, words) => {
  const { words: shown, press } = await menuOf(pinned)
  const setPinned = vi.spyOn(usePersonal(), 'setPinned').mockResolvedValue({ ok: true, value: state('tea') })
  press()
  expect([shown, setPinned.mock.calls]).toEqual([words, [['tea', !pinned]]])
})

test('a refused pin is reported with its reason', async () => {
  const { press } = await menuOf(false)
  vi.spyOn(usePersonal(), 'setPinned').mockResolvedValue({ ok: false, failure: { ...unreachable, detail: 'You may pin at most 100 topics. Unpin one first.' } })
  press()
  await vi.waitFor(() => expect(useToasts().toasts.map(({ text }) => text)).toEqual(['The topic was not pinned. You may pin at most 100 topics. Unpin one first.']))
})
