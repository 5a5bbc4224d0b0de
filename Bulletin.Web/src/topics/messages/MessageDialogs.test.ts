import { createPinia, setActivePinia } from 'pinia'
import { createApp, h, nextTick, ref } from 'vue'
import { afterEach, expect, test, vi } from 'vitest'
import { useSession } from '../../accounts/session'
import { useTokens } from '../../api/client'
import { message, user } from '../../testing'
import { useToasts } from '../../ui/toasts'
import type { MessageDialog } from './messageAction'
import MessageDialogs from './MessageDialogs.vue'

const apps: { unmount: () => void }[] = []
afterEach(() => {
  for (const app of apps.splice(0)) app.unmount()
  document.body.replaceChildren()
  vi.unstubAllGlobals()
})

const shown = message(3, { author: user('ben'), revision: 9, text: 'the newest text', editedAt: message(5).createdAt, reactions: [{ emoji: '👍', count: 60, users: ['ben'] }] })

/** An open dialog about the message, and what it sends. */
async function dialogOf(kind: MessageDialog, answer: () => Response) {
  const pinia = createPinia()
  setActivePinia(pinia)
  useSession().user = user('ada')
  useTokens(() => Promise.resolve('a token'))
  const asked: string[] = []
  const sent: unknown[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(`${request.method} ${new URL(request.url).pathname}`)
    if (request.method === 'POST') sent.push(await request.json())
    return answer()
  })
  const open = ref<MessageDialog | null>(kind)
  const app = createApp(() => h(MessageDialogs, { message: shown, modelValue: open.value, 'onUpdate:modelValue': (value: MessageDialog | null) => (open.value = value) }))
  app.use(pinia).mount(document.body.appendChild(document.createElement('div')))
  apps.push(app)
  await vi.waitFor(() => expect(document.querySelector('[role=dialog]')).not.toBeNull())
  const dialog = () => document.querySelector<HTMLElement>('[role=dialog]')
  const submit = () => dialog()?.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  return { open, asked, sent, dialog, submit }
}

test('a report is sent with its reason and comment, and the reader is told once', async () => {
  const { open, asked, sent, dialog, submit } = await dialogOf('report', () => Response.json({ id: 'r' }, { status: 201 }))
  dialog()?.querySelector<HTMLInputElement>('[value=harassment]')?.click()
  const comment = dialog()?.querySelector('textarea')
  if (!comment) throw new Error('no comment')
  comment.value = ' in every topic '
  comment.dispatchEvent(new Event('input'))
  await nextTick()
  submit()
  submit()
  await vi.waitFor(() => expect(open.value).toBeNull())
  expect(asked).toEqual(['POST /api/v1/topics/tea/messages/3/report'])
  expect(sent).toEqual([{ reason: 'harassment', comment: 'in every topic' }])
  expect(useToasts().toasts.map(({ text }) => text)).toEqual(['Thank you. The report was sent to the moderators.'])
})

test('a report that is refused says why, and stays open', async () => {
  const { open, dialog, submit } = await dialogOf('report', () => Response.json({ code: 'message_deleted', detail: 'This message has been deleted.' }, { status: 409 }))
  submit()
  await vi.waitFor(() => expect(dialog()?.querySelector('[role=alert]')?.textContent).toBe('This message has been deleted.'))
  expect(open.value).toBe('report')
})

test('the earlier texts of a message are shown oldest first, and then its text as it is', async () => {
  const earlier = [{ revision: 3, at: message(3).createdAt, text: 'the first text' }, { revision: 6, at: message(4).createdAt, text: 'the second text' }]
  const { asked, dialog } = await dialogOf('history', () => Response.json({ items: earlier, next: null }))
  const texts = () => [...(dialog()?.querySelectorAll('li .text') ?? [])].map(({ textContent }) => textContent?.trim())
  await vi.waitFor(() => expect(texts()).toEqual(['the first text', 'the second text', 'the newest text']))
  expect(asked).toEqual(['GET /api/v1/topics/tea/messages/3/history'])
})

test('a site that keeps no earlier texts says so', async () => {
  const { dialog } = await dialogOf('history', () => Response.json({ items: [], next: null }))
  await vi.waitFor(() => expect(dialog()?.textContent).toContain('were not kept'))
})

test('whoever reacted is named, also beyond those that the message names', async () => {
  const { asked, dialog } = await dialogOf('reactions', () => Response.json({ items: [user('ben'), user('cleo')] }))
  await vi.waitFor(() => expect([...(dialog()?.querySelectorAll('li') ?? [])].map(({ textContent }) => textContent)).toEqual(['ben', 'cleo']))
  expect(asked.map(decodeURIComponent)).toEqual(['GET /api/v1/topics/tea/messages/3/reactions/👍'])
})
