import { onScopeDispose, watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { useSite } from '../accounts/site'
import { useDirectory } from '../directory/directory'
import { shownCount } from '../personal/counts'
import { usePersonal } from '../personal/personal'

/** The icon of the page in its tab, with a dot if there is something new. */
function setIcon(isNew: boolean): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const address = isNew ? '/icon-unread.svg' : '/icon.svg'
  if (icon && icon.getAttribute('href') !== address) icon.setAttribute('href', address)
}

/** The count on the icon of the installed application. */
function setBadge(count: number): void {
  if (!('setAppBadge' in navigator)) return
  const set = count ? navigator.setAppBadge(count) : navigator.clearAppBadge()
  set.catch(() => undefined)
}

/** Tells how many notifications are unread outside the page: in its title and icon, and on the icon of the installed application. */
export function useUnreadMarks(): void {
  const directory = useDirectory()
  const personal = usePersonal()
  const route = useRoute()
  const site = useSite()
  void site.load()

  function pageName(): string {
    if (route.name === 'settings') return 'Settings · '
    const topic = directory.byId.get(String(route.params['topicId'] ?? ''))
    return topic ? `${directory.titleOf(topic)} · ` : ''
  }

  watchEffect(() => {
    const count = personal.unreadNotifications
    const mark = count ? `(${shownCount(count)}) ` : personal.unreadIds.length ? '• ' : ''
    document.title = mark + pageName() + site.name
  })
  watchEffect(() => {
    setIcon(personal.unreadNotifications > 0)
    setBadge(personal.unreadNotifications)
  })
  onScopeDispose(() => {
    document.title = site.name
    setIcon(false)
    setBadge(0)
  })
}
