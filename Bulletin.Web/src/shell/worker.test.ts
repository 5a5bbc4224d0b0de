import { afterEach, beforeEach, expect, test, vi } from 'vitest'

const files = ['/assets/index-1.js', '/assets/index-1.css']
const origin = 'http://localhost'

/** The server's responses; null means no network. */
let online: ((path: string) => Response) | null
const fetched: string[] = []

const pathOf = (request: Request | string) => new URL(request instanceof Request ? request.url : request, origin).pathname

async function answer(request: Request | string): Promise<Response> {
  fetched.push(pathOf(request))
  if (!online) throw new TypeError('no network')
  return online(pathOf(request))
}

/** The browser's caches, with their entries by path. */
const held = new Map<string, Map<string, Response>>()
const cacheOf = (name: string) => {
  const entries = held.get(name) ?? new Map<string, Response>()
  held.set(name, entries)
  return {
    match: async (request: Request | string) => entries.get(pathOf(request))?.clone(),
    put: async (request: Request | string, response: Response) => void entries.set(pathOf(request), response),
    addAll: async (requests: (Request | string)[]) => {
      for (const request of requests) entries.set(pathOf(request), await answer(request))
    },
  }
}

const caches = {
  open: async (name: string) => cacheOf(name),
  keys: async () => [...held.keys()],
  delete: async (name: string) => held.delete(name),
  match: async (request: Request | string) => [...held.values()].map((entries) => entries.get(pathOf(request))).find(Boolean)?.clone(),
}

/** Dispatches an event as a browser would, and waits for its handler. Undefined: the worker left the request to the browser. */
async function tell(type: string, request?: Request): Promise<Response | undefined> {
  let work: Promise<unknown> | undefined
  let answered: Promise<Response> | undefined
  globalThis.dispatchEvent(
    Object.assign(new Event(type), {
      request,
      waitUntil: (promise: Promise<unknown>) => (work = promise),
      respondWith: (promise: Promise<Response>) => (answered = promise),
    }),
  )
  await work
  return answered
}

const request = (path: string, mode: RequestMode, init: RequestInit = {}) =>
  Object.defineProperty(new Request(new URL(path, origin), init), 'mode', { value: mode })
const open = (path: string) => tell('fetch', request(path, 'navigate'))
const load = (path: string, init?: RequestInit) => tell('fetch', request(path, 'cors', init))

beforeEach(async () => {
  held.clear()
  fetched.length = 0
  online = (path) => new Response(`first ${path}`)
  vi.stubGlobal('caches', caches)
  vi.stubGlobal('fetch', answer)
  vi.stubGlobal('__FILES__', files)
  vi.stubGlobal('skipWaiting', () => Promise.resolve())
  vi.stubGlobal('clients', { claim: () => Promise.resolve() })
  await import('./worker')
  await tell('install')
  await tell('activate')
})
afterEach(() => void vi.unstubAllGlobals())

test('without a network every address of the application opens, with all that it is made of', async () => {
  online = null
  for (const path of ['/', '/login', '/topics', '/topics/tea/12?from=mail', '/apiary']) {
    expect(await (await open(path))?.text(), path).toBe('first /index.html')
  }
  fetched.length = 0
  for (const path of [...files, '/icon.svg', '/manifest.webmanifest']) expect(await (await load(path))?.text()).toBe(`first ${path}`)
  expect(fetched).toEqual([])
})

test('with a network the newest page is shown, and without one that of this build again', async () => {
  online = () => new Response('newest')
  expect(await (await open('/topics'))?.text()).toBe('newest')
  online = () => new Response('bad gateway', { status: 502 })
  expect(await (await open('/topics'))?.text()).toBe('first /index.html')
  online = null
  expect(await (await open('/topics'))?.text()).toBe('first /index.html')
})

test('what the server alone can answer is left to it', async () => {
  online = null
  for (const path of ['/api/v1/topics', '/hubs/bulletin', '/docs', '/openapi/v1.json', '/health/ready', '/metrics']) {
    expect(await open(path), path).toBeUndefined()
  }
  expect(await load('/topics')).toBeUndefined()
  expect(await load('/assets/index-1.js', { method: 'POST' })).toBeUndefined()
  expect(await tell('fetch', request('https://elsewhere.example/assets/index-1.js', 'cors'))).toBeUndefined()
})

test('a file of another build is asked for once, and one that is not there is asked for again', async () => {
  await load('/assets/other-2.js')
  online = (path) => new Response(path, { status: 404 })
  await load('/assets/gone-0.js')
  online = null
  expect(await (await load('/assets/other-2.js'))?.text()).toBe('first /assets/other-2.js')
  await expect(load('/assets/gone-0.js')).rejects.toThrow('no network')
})

test('of the builds before, the last is kept for pages still open, and what is not ours stays', async () => {
  const own = [...held.keys()]
  held.clear()
  for (const name of ['bulletin-shell-1', 'bulletin-shell-2', 'another', ...own]) held.set(name, new Map())
  await tell('activate')
  expect([...held.keys()]).toEqual(['bulletin-shell-2', 'another', ...own])
})

/** What becomes of a notification that the user chooses, while these pages are open. */
async function chosen(...pages: unknown[]) {
  const openWindow = vi.fn(() => Promise.resolve(null))
  vi.stubGlobal('clients', { matchAll: () => Promise.resolve(pages), openWindow })
  let work: Promise<unknown> | undefined
  const close = vi.fn()
  globalThis.dispatchEvent(Object.assign(new Event('notificationclick'), { notification: { close, data: { path: '/topics/tea/3' } }, waitUntil: (promise: Promise<unknown>) => (work = promise) }))
  await work
  return { openWindow, close }
}

test('a notification that is chosen leads to its message in the page that is open', async () => {
  const page = { focus: vi.fn(() => Promise.resolve()), postMessage: vi.fn() }
  const { openWindow, close } = await chosen(page)
  expect(page.postMessage).toHaveBeenCalledWith({ open: '/topics/tea/3' })
  expect([page.focus.mock.calls.length, close.mock.calls.length, openWindow.mock.calls.length]).toEqual([1, 1, 0])
})

test('a notification that is chosen while no page is open opens one', async () => {
  expect((await chosen()).openWindow).toHaveBeenCalledWith('/topics/tea/3')
})
