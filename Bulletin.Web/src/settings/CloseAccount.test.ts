import { expect, test, vi } from 'vitest'
import CloseAccount from './CloseAccount.vue'
import { refused, settingsOf } from './testingSettings'

async function confirming(answer: () => Response, typed: string) {
  const page = settingsOf(CloseAccount, answer)
  const logOut = vi.spyOn(page.session, 'logOut').mockResolvedValue()
  page.place.querySelector('button')?.click()
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
  page.type('Type ada to confirm', typed)
  await vi.waitFor(() => expect(document.querySelector('[role=dialog] input')).toHaveProperty('value', typed))
  page.send()
  return { ...page, logOut }
}

test('who types their username can delete the account, and nothing of it is kept here', async () => {
  const { asked, logOut, unmount } = await confirming(() => new Response(null, { status: 204 }), '@Ada')
  await vi.waitFor(() => expect(logOut).toHaveBeenCalledWith(true))
  expect(asked.map(({ call }) => call)).toEqual(['DELETE /users/me'])
  unmount()
})

test('nothing is deleted without the username', async () => {
  const { asked, logOut, unmount } = await confirming(() => new Response(null, { status: 204 }), 'yes')
  expect([asked, logOut.mock.calls]).toEqual([[], []])
  unmount()
})

test('an account that cannot be deleted stays, and it is said why', async () => {
  const { logOut, unmount } = await confirming(() => refused(409, 'last_admin'), 'ada')
  await vi.waitFor(() => expect(document.querySelector('[role=dialog] [role=alert]')?.textContent).toBe('No.'))
  expect(logOut).not.toHaveBeenCalled()
  unmount()
})
