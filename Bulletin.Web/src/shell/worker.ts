import { refreshRequest } from '../accounts/sessionWorker'
import { refresh } from '../accounts/sessionVault'
import { navigate } from './navigation'

declare const self: ServiceWorkerGlobalScope
/** Every file of this build, so that this script changes with each build. */
declare const __FILES__: string[]

const prefix = 'bulletin-shell-'
const shell = prefix + String(__FILES__.join().split('').reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 7))
const page = '/index.html'
const icons = ['/icon.svg', '/icon-unread.svg', '/manifest.webmanifest']

/** Caches all files, so that the application starts offline from its second visit on, whatever the first visit opened. */
async function install(): Promise<void> {
  const cache = await caches.open(shell)
  await cache.addAll([new Request(page, { cache: 'reload' }), ...icons, ...__FILES__])
  await self.skipWaiting()
}

/** A page of the previous build may still be open and need its files; older caches are deleted. */
async function activate(): Promise<void> {
  const held = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== shell)
  await Promise.all(held.slice(0, -1).map((name) => caches.delete(name)))
  await self.clients.claim()
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(activate()))

/** Hashed files never change: once cached, they are not requested again. */
async function asset(request: Request): Promise<Response> {
  const cache = await caches.open(shell)
  const held = (await cache.match(request)) ?? (await caches.match(request))
  if (held) return held
  const response = await fetch(request)
  if (response.ok) await cache.put(request, response.clone())
  return response
}

/**
 * The newest page if the server responds soon, otherwise the page of this build. The newest page is not cached: it may
 * belong to a build whose files are not here. The worker of that build caches the page together with its files.
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

/** Goes to what a notification is about, in a page that is open if there is one. */
async function openPage(path: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window' })
  if (!page) return void (await self.clients.openWindow(path))
  await page.focus()
  page.postMessage({ open: path })
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { path }: { path?: unknown } = event.notification.data ?? {}
  event.waitUntil(openPage(typeof path === 'string' ? path : '/topics'))
})
