import { createPinia, setActivePinia } from 'pinia'
import { createApp, type App, type Component } from 'vue'
import { vi } from 'vitest'
import { useSession } from '../accounts/session'
import { useTokens } from '../api/client'
import { user } from '../testing'

interface Asked {
  call: string
  body: unknown
}

/** A part of Ada's settings, and the calls that a server answers, for tests. */
export function settingsOf(component: Component, answer: (asked: Asked) => Response) {
  const pinia = createPinia()
  setActivePinia(pinia)
  const session = useSession()
  session.user = user('ada')
  vi.spyOn(session, 'renew').mockResolvedValue(null)
  useTokens(() => Promise.resolve('a token'))
  const asked: Asked[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const text = await request.text()
    const one = { call: `${request.method} ${new URL(request.url).pathname.replace('/api/v1', '')}`, body: text ? JSON.parse(text) : null }
    asked.push(one)
    return answer(one)
  })
  const place = document.body.appendChild(document.createElement('div'))
  const app: App = createApp(component)
  app.use(pinia).mount(place)

  function type(label: string, words: string): void {
    const field = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)
    const input = field && document.querySelector<HTMLInputElement>(`[id="${field.htmlFor}"]`)
    if (!input) throw new Error(`no field ${label}`)
    input.value = words
    input.dispatchEvent(new Event('input'))
  }
  function send(): void {
    const form = document.querySelector('[role=dialog] form') ?? place.querySelector('form')
    form?.dispatchEvent(new Event('submit', { cancelable: true }))
  }
  return { session, asked, place, type, send, unmount: () => { app.unmount(); document.body.replaceChildren(); vi.unstubAllGlobals() } }
}

export const refused = (status: number, code: string, errors?: Record<string, string[]>): Response => Response.json({ code, detail: 'No.', errors }, { status })
