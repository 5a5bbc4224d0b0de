import { expect, test, vi } from 'vitest'
import { user } from '../testing'
import ProfileForm from './ProfileForm.vue'
import { refused, settingsOf } from './testingSettings'

test('a new name is shown at once', async () => {
  const { session, asked, type, send, unmount } = settingsOf(ProfileForm, () => Response.json({ ...user('ada'), displayName: 'Ada L.', moderator: false, role: 'member' }))
  type('Display name', ' Ada L. ')
  send()
  await vi.waitFor(() => expect(session.user?.displayName).toBe('Ada L.'))
  expect(asked).toEqual([{ call: 'PATCH /users/me', body: { displayName: ' Ada L. ' } }])
  unmount()
})

test('a name that is refused says why at its field', async () => {
  const { session, place, send, unmount } = settingsOf(ProfileForm, () => refused(400, 'validation_failed', { displayName: ['Must not be a reserved name.'] }))
  send()
  await vi.waitFor(() => expect(place.querySelector('.notes')?.textContent).toBe('Must not be a reserved name.'))
  expect([session.user?.displayName, place.querySelector('[role=alert]')?.textContent]).toEqual(['ada', ''])
  unmount()
})
