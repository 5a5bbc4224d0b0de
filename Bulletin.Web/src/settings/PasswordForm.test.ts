import { expect, test, vi } from 'vitest'
import { useToasts } from '../ui/toasts'
import PasswordForm from './PasswordForm.vue'
import { refused, settingsOf } from './testingSettings'

test('a password is changed by who knows the current one', async () => {
  const { asked, type, send, unmount } = settingsOf(PasswordForm, () => new Response(null, { status: 204 }))
  type('Current password', 'old secret')
  type('New password', 'new secret')
  send()
  await vi.waitFor(() => expect(useToasts().toasts).toHaveLength(1))
  expect(asked).toEqual([{ call: 'POST /users/me/password', body: { currentPassword: 'old secret', newPassword: 'new secret' } }])
  unmount()
})

test('a wrong current password is said at its field', async () => {
  const { place, type, send, unmount } = settingsOf(PasswordForm, () => refused(403, 'invalid_credentials'))
  type('Current password', 'a guess')
  send()
  await vi.waitFor(() => expect(place.querySelector('.wrong')?.textContent).toBe('That is not your current password.'))
  unmount()
})
