import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref } from 'vue'
import { useChoice } from '../ui/useChoice'

export interface DesktopNote {
  title: string
  body: string
  /** A later one with the same tag takes its place. */
  tag: string
  /** The page that it leads to. */
  path: string
}

/** Notifications of the system, outside the page: on this device, if the user wants them and the browser allows them. */
export const useDesktop = defineStore('desktop', () => {
  const choice = useChoice('bulletin.desktop', ['unasked', 'on', 'off'], 'unasked')
  const isSupported = 'Notification' in globalThis && globalThis.isSecureContext
  const look = (): NotificationPermission => (isSupported ? Notification.permission : 'denied')
  const permission = ref(look())
  // It may be changed in the browser's own settings.
  const update = () => (permission.value = look())
  globalThis.addEventListener('focus', update)
  onScopeDispose(() => globalThis.removeEventListener('focus', update))

  /** Asks the browser, which asks the user. Returns whether they are shown from now on. */
  async function turnOn(): Promise<boolean> {
    if (isSupported) permission.value = await Notification.requestPermission()
    if (permission.value === 'granted') choice.value = 'on'
    return permission.value === 'granted'
  }

  const turnOff = () => void (choice.value = 'off')

  /** `open` is called when the user chooses it. */
  async function show({ title, path, ...rest }: DesktopNote, open: () => void): Promise<void> {
    const options = { ...rest, icon: '/icon-192.png', renotify: true, data: { path } }
    try {
      const shown = new Notification(title, options)
      shown.onclick = () => {
        globalThis.focus()
        shown.close()
        open()
      }
    } catch {
      // On Android only the service worker may show them, and it hears of the choice.
      const registration = await navigator.serviceWorker?.getRegistration()
      await registration?.showNotification(title, options)
    }
  }

  return {
    isSupported, permission, turnOn, turnOff, show,
    isOn: computed(() => choice.value === 'on' && permission.value === 'granted'),
    /** Whether the user has neither accepted nor declined yet. */
    isUndecided: computed(() => isSupported && choice.value === 'unasked' && permission.value !== 'denied'),
  }
})
