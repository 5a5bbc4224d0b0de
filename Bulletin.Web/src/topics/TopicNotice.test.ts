import { createApp, h } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Topic } from '../api/types'
import { topic } from '../testing'
import { createRoom } from './room/room'
import TopicNotice from './TopicNotice.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
})

/** The notice in place of a topic that was seen before and then removed. */
async function noticeOf(access: Topic['access'], words = '', discard = () => {}) {
  const refused = () => Promise.reject(new Error('nobody is asked'))
  const room = createRoom('tea', {
    topic: () => Promise.resolve({ ok: true, value: topic('tea', { access }) }),
    page: () => Promise.resolve({ ok: true, value: { items: [], next: null } }),
    join: refused, changes: refused, leave: () => Promise.resolve(),
  })
  await room.load()
  room.remove()
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() => h(TopicNotice, { room, words, onDiscard: discard }))
  app.use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/', name: 'topics', component: { render: () => null } }] })).mount(place)
  apps.push(app)
  return place
}

test('whoever was removed is told so, and can copy what they had written', async () => {
  const notice = await noticeOf('private', 'half a thought')
  expect(notice.textContent).toContain('You can no longer see this topic.')
  expect(notice.querySelector('.draft')?.textContent).toBe('half a thought')
  expect(notice.querySelector('button')?.textContent).toBe('Copy what I had written')
})

test('what was written can be deleted there, where no composer is left to empty', async () => {
  const discard = vi.fn()
  const notice = await noticeOf('private', 'half a thought', discard)
  for (const button of notice.querySelectorAll('button')) if (button.textContent === 'Delete it') button.click()
  expect(discard).toHaveBeenCalledOnce()
  expect((await noticeOf('private')).querySelector('button')).toBeNull()
})

test('a public topic that was deleted is said to be gone', async () => {
  expect((await noticeOf('public')).textContent).toContain('This topic is not here')
})
