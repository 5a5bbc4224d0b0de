import { createApp, h } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { useOwnLinks } from './useOwnLinks'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

/** A user at message 7 of the topic “tea”, with a link in a message. */
async function at(address: string) {
  const page = { render: () => null }
  const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/topics/:topicId/:seq(\\d+)?', component: page }, { path: '/:rest(.*)*', component: page }] })
  await router.push('/topics/tea/7')
  const jump = vi.fn()
  const app = createApp({
    setup() {
      const follow = useOwnLinks(jump)
      return () => h('main', { onClick: follow }, h('p', { class: 'text' }, h('a', { href: address }, h('b', 'here'))))
    },
  })
  const place = document.body.appendChild(document.createElement('div'))
  app.use(router).mount(place)
  apps.push(app)
  /** Returns whether the browser would follow the link itself, which would leave the tests. */
  function click(of: MouseEventInit = {}): boolean {
    let isLeft = false
    const settle = (event: Event) => {
      isLeft = !event.defaultPrevented
      event.preventDefault()
    }
    document.body.addEventListener('click', settle, { once: true })
    place.querySelector('b')?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...of }))
    return isLeft
  }
  return { click, jump, path: () => router.currentRoute.value.fullPath }
}
const here = globalThis.location.origin

test.each(['/topics/coffee', '/topics/coffee/12', '/topics/tea/3'])('a click on a link to %s goes there within the page', async (to) => {
  const { click, jump, path } = await at(here + to)
  expect(click()).toBe(false)
  await vi.waitFor(() => expect(path()).toBe(to))
  expect(jump).not.toHaveBeenCalled()
})

test('a click on a link to the message that the address names jumps to it once more', async () => {
  const { click, jump } = await at(`${here}/topics/tea/7`)
  expect(click()).toBe(false)
  expect(jump.mock.calls).toEqual([[7]])
})

test.each([{ ctrlKey: true }, { metaKey: true }, { shiftKey: true }, { altKey: true }, { button: 1 }])('with %j the browser follows it', async (of) => {
  const { click } = await at(`${here}/topics/coffee`)
  expect(click(of)).toBe(true)
})

test('any other link is left to the browser', async () => {
  const { click } = await at(`${here}/docs`)
  expect(click()).toBe(true)
})
