import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { isAtLeast } from '../../accounts/roles'
import { useSession } from '../../accounts/session'
import { useMarkAllRead } from '../../personal/useMarkAllRead'
import { useTheme } from '../../ui/theme'
import type { Command } from './options'

const administration = [
  { page: 'Reports', needs: 'moderator', words: 'moderation' },
  { page: 'Users', needs: 'admin', words: 'accounts people' },
  { page: 'Topics', needs: 'admin' },
  { page: 'Messages', needs: 'admin' },
  { page: 'Audit', needs: 'admin', words: 'log history' },
  { page: 'Settings', needs: 'admin', words: 'site' },
  { page: 'Cluster', needs: 'admin', words: 'silos' },
] as const

const themes = [
  { value: 'light', label: 'Light colours' },
  { value: 'dark', label: 'Dark colours' },
  { value: 'system', label: 'Colours of the system' },
] as const

/** What opens above the page. */
export interface Openings {
  newTopic: () => void
  newMessage: () => void
  notifications: () => void
  logOut: () => void
}

/** What the user can do from anywhere. */
export function useCommands(openings: Openings) {
  const session = useSession()
  const router = useRouter()
  const theme = useTheme()
  const markAllRead = useMarkAllRead()

  const colours = computed(() => themes.filter(({ value }) => value !== theme.theme).map(({ value, label }): Command =>
    ({ name: `theme-${value}`, label, icon: 'contrast', words: 'theme mode colors', run: () => void (theme.theme = value) })))
  const pages = computed(() => administration.filter(({ needs }) => isAtLeast(session.role, needs)).map(({ page, ...more }): Command =>
    ({ name: `admin-${page}`, label: `Administration: ${page}`, icon: 'shield', leads: true, run: () => router.push(`/admin/${page.toLowerCase()}`), ...('words' in more && { words: more.words }) })))

  return computed((): Command[] => [
    { name: 'new-topic', label: 'New topic', icon: 'plus', words: 'create', run: openings.newTopic },
    { name: 'new-message', label: 'New message', icon: 'edit', words: 'write direct conversation', run: openings.newMessage },
    { name: 'search', label: 'Search messages', icon: 'search', words: 'find', leads: true, run: () => router.push({ name: 'search' }) },
    { name: 'notifications', label: 'Notifications', icon: 'bell', run: openings.notifications },
    { name: 'read', label: 'Mark all as read', icon: 'check', words: 'everything unread', keys: 'Shift+Esc', run: markAllRead },
    { name: 'settings', label: 'Settings', icon: 'sliders', words: 'profile name password devices account preferences', leads: true, run: () => router.push({ name: 'settings' }) },
    ...colours.value,
    ...pages.value,
    { name: 'log-out', label: 'Log out', icon: 'leave', words: 'sign leave', run: openings.logOut },
  ])
}
