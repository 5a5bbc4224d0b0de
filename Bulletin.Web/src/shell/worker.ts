import { refreshRequest } from '../accounts/sessionWorker'
import { refresh } from '../accounts/sessionVault'

declare const self: ServiceWorkerGlobalScope

const shell = 'bulletin-shell'
const page = '/index.html'

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.add(new Request(page, { cache: 'reload' }))).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

/** Hashed files never change: once held, never asked for again. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  const held = await cache.match(request)
  if (held) return held
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/** The newest page where the server answers, the last one seen where it does not. */
async function navigation(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  try {
    const response = await fetch(request)
    if (response.ok) await cache.put(page, response.clone())
    else if (response.status >= 500) return (await cache.match(page)) ?? response
    return response
  } catch {
    return (await cache.match(page)) ?? Response.error()
  }
}

const isShell = (path: string) => !/^\/(api|hubs|docs|openapi|health|metrics)(\/|$)/.test(path)

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(asset(event.request))
  else if (event.request.mode === 'navigate' && isShell(url.pathname)) event.respondWith(navigation(event.request))
})

self.addEventListener('message', (event) => {
  const port = event.ports[0]
  if (event.data !== refreshRequest || !port) return
  event.waitUntil(refresh().then((outcome) => port.postMessage(outcome)))
})
