import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useDesktop } from './desktop'

const note = { title: 'ben mentioned you', body: 'hello', tag: 'tea', path: '/topics/tea/1' }
let shown: { title: string; options: NotificationOptions; onclick?: () => void; close: () => void }[]
let answer: NotificationPermission

class FakeNotification {
  static permission: NotificationPermission = 'default'
  static requestPermission = () => Promise.resolve((FakeNotification.permission = answer))
  onclick: (() => void) | undefined
  close = vi.fn()
  constructor(readonly title: string, readonly options: NotificationOptions) {
    shown.push(this)
  }
}

beforeEach(() => {
  localStorage.clear()
  shown = []
  answer = 'granted'
  FakeNotification.permission = 'default'
  vi.stubGlobal('Notification', FakeNotification)
  vi.stubGlobal('isSecureContext', true)
  setActivePinia(createPinia())
})
afterEach(() => vi.unstubAllGlobals())

test('nothing is asked and nothing is on before the user wants it', () => {
  const desktop = useDesktop()
  expect([desktop.isOn, desktop.isUndecided, FakeNotification.permission]).toEqual([false, true, 'default'])
})

test('who turns it on and allows it has it on this device from then on', async () => {
  expect(await useDesktop().turnOn()).toBe(true)
  setActivePinia(createPinia())
  expect([useDesktop().isOn, useDesktop().isUndecided]).toEqual([true, false])
})

test('what the browser blocks is not on', async () => {
  answer = 'denied'
  expect(await useDesktop().turnOn()).toBe(false)
  expect([useDesktop().isOn, useDesktop().isUndecided]).toEqual([false, false])
})

test('who declines is not asked again', () => {
  useDesktop().turnOff()
  expect(useDesktop().isUndecided).toBe(false)
})

test('a notification has a tag, so that a topic has one at a time', async () => {
  await useDesktop().show(note, () => undefined)
  expect(shown.map(({ title, options }) => [title, options.tag, options.body])).toEqual([['ben mentioned you', 'tea', 'hello']])
})

test('who chooses a notification is taken to what it is about', async () => {
  const open = vi.fn()
  await useDesktop().show(note, open)
  shown[0]?.onclick?.()
  expect(open).toHaveBeenCalledOnce()
  expect(shown[0]?.close).toHaveBeenCalledOnce()
})

test('where a page may not show it, the service worker does', async () => {
  vi.stubGlobal('Notification', Object.assign(function refuse() { throw new TypeError('Illegal constructor') }, { permission: 'granted' }))
  const showNotification = vi.fn()
  Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: { getRegistration: () => Promise.resolve({ showNotification }) } })
  await useDesktop().show(note, () => undefined)
  expect(showNotification).toHaveBeenCalledWith('ben mentioned you', expect.objectContaining({ tag: 'tea', data: { path: '/topics/tea/1' } }))
  Reflect.deleteProperty(navigator, 'serviceWorker')
})
