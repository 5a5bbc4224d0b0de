import { createPinia, setActivePinia } from 'pinia'
import { expect, test } from 'vitest'
import type { RouteLocationNormalized } from 'vue-router'
import { useSession } from './accounts/session'
import { createAppRouter } from './router'
import { user } from './testing'

test('the id of a topic may be written in capitals', async () => {
  setActivePinia(createPinia())
  useSession().user = user('ada')
  const router = createAppRouter()
  const reached: RouteLocationNormalized[] = []
  // After all other guards and before the pages are loaded.
  router.beforeEach((to) => {
    reached.push(to)
    return false
  })
  await router.push('/topics/0198C0DE-0000-7000-8000-00000000ABCD/12?from=mail')
  expect(reached.map(({ fullPath }) => fullPath)).toEqual(['/topics/0198c0de-0000-7000-8000-00000000abcd/12?from=mail'])
})
