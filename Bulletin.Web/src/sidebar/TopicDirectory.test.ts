import { createPinia, setActivePinia } from 'pinia'
import { createApp } from 'vue'
import { afterEach, expect, test } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import { searchableDirectory, settle } from '../directory/testingSearch'
import TopicDirectory from './TopicDirectory.vue'

const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
  document.body.replaceChildren()
})

test('the list says what is under way, what failed, and that there is more', async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  const { answer, end } = await searchableDirectory()
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(TopicDirectory)
  endings.push(() => app.unmount(), end)
  app.use(pinia).use(createRouter({ history: createMemoryHistory(), routes: [{ path: '/:topicId?', name: 'topic', component: { render: () => null } }] })).mount(place)
  const field = place.querySelector('input')
  if (!field) throw new Error('no field')
  field.value = 'tea'
  field.dispatchEvent(new Event('input'))
  const note = () => place.querySelector('.note')?.textContent?.trim() ?? ''
  const press = async (words: string) => {
    for (const button of place.querySelectorAll('button')) if (button.textContent === words) button.click()
    await settle()
  }
  await settle()
  expect(note()).toBe('Searching…')
  await answer(null)
  expect(note()).toContain('Topics cannot be searched right now.')
  await press('Try again')
  await answer({ items: [], next: 'a cursor' })
  expect(note()).toContain('No topic matches “tea” so far.')
  await press('Search further')
  await answer({ items: [], next: null })
  expect(note()).toBe('No topic matches “tea”.')
})
