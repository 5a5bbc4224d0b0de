import { refreshRequest } from '../accounts/sessionWorker'
import { refresh } from '../accounts/sessionVault'
import { navigate } from './navigation'

declare const self: ServiceWorkerGlobalScope
/** Every file of this build, so that this script changes with it. */
declare const __FILES__: string[]

const prefix = 'bulletin-shell-'
const shell = prefix + String(__FILES__.join().split('').reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 7))
const page = '/index.html'
const icons = ['/icon.svg', '/manifest.webmanifest']

/** All there is, so that the application starts without a network from its second visit on, whatever was opened in the first. */
async function install(): Promise<void> {
  const cache = await caches.open(shell)
  await cache.addAll([new Request(page, { cache: 'reload' }), ...icons, ...__FILES__])
  await self.skipWaiting()
}

/** A page of the build before may still be open and want its parts; what is older goes. */
async function activate(): Promise<void> {
  const held = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shell)
  await Promise.all(held.slice(0, -1).map((name) => caches.delete(name)))
  await self.clients.claim()
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))

/** Hashed files never change: once held, never asked for again. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  const held = (await cache.match(request)) ?? (await caches.match(request))
  if (held) return held
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/**
 * The newest page where the server answers soon, and that of this build where it does not. The newest is not kept: it may be of a
 * build whose files are not here. The worker of that build brings it along with them.
 */
async function navigation(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  return navigate(() => fetch(request), await cache.match(page))
}

const isShell = (path: string) => !/^\/(api|hubs|docs|openapi|health|metrics)(\/|$)/.test(path)

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/') || icons.includes(url.pathname)) event.respondWith(asset(event.request))
  else if (event.request.mode === 'navigate' && isShell(url.pathname)) event.respondWith(navigation(event.request))
})

self.addEventListener('message', (event) => {
  const port = event.ports[0]
  if (event.data !== refreshRequest || !port) return
  event.waitUntil(refresh().then((outcome) => port.postMessage(outcome)))
})
