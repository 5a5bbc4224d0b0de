import { createRouter, createWebHistory, START_LOCATION, type Router } from 'vue-router'
import LoginPage from './accounts/LoginPage.vue'
import { nextPage } from './accounts/nextPage'
import { isAtLeast } from './accounts/roles'
import SignUpPage from './accounts/SignUpPage.vue'
import { useSession } from './accounts/session'
import { useToasts } from './ui/toasts'

declare module 'vue-router' {
  interface RouteMeta {
    /** Only for people who are not logged in. */
    public?: boolean
    /** For everybody, logged in or not. */
    open?: boolean
    /** The role that the page is for. */
    needs?: 'moderator' | 'admin'
  }
}

/** Holds the path that was loaded anew because its page could not be imported. */
const reloaded = 'bulletin.reloaded'

/** Whether this is what a browser says when a page of the application cannot be imported. */
const isFailedImport = (error: unknown): boolean => /dynamically imported module|importing a module script failed|javascript mime type|unable to preload/i.test(String(error))

export function createAppRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/login', name: 'login', component: LoginPage, meta: { public: true } },
      { path: '/signup', name: 'signup', component: SignUpPage, meta: { public: true } },
      { path: '/invite', name: 'invite', component: () => import('./members/InvitePage.vue'), meta: { open: true } },
      { path: '/reset', name: 'reset', component: () => import('./accounts/ResetPage.vue'), meta: { open: true } },
      {
        path: '/topics',
        component: () => import('./shell/ChatShell.vue'),
        children: [
          { path: '', name: 'topics', component: () => import('./directory/WelcomePane.vue') },
          { path: ':topicId/:seq(\\d+)?', name: 'topic', component: () => import('./topics/TopicPage.vue'), props: true },
          { path: '/search', name: 'search', component: () => import('./search/page/SearchPage.vue'), props: ({ query: { q } }) => ({ query: typeof q === 'string' ? q : '' }) },
          { path: '/settings', name: 'settings', component: () => import('./settings/SettingsPage.vue') },
        ],
      },
      {
        path: '/admin',
        component: () => import('./admin/AdminLayout.vue'),
        meta: { needs: 'admin' },
        children: [
          { path: '', redirect: () => (useSession().role === 'moderator' ? '/admin/reports' : '/admin/users') },
          { path: 'users', name: 'admin-users', component: () => import('./admin/users/UsersPage.vue') },
          { path: 'users/:id', name: 'admin-user', component: () => import('./admin/users/UserPage.vue'), props: true },
          { path: 'topics', name: 'admin-topics', component: () => import('./admin/topics/TopicsPage.vue') },
          { path: 'topics/:id', name: 'admin-topic', component: () => import('./admin/topics/TopicPage.vue'), props: true },
          { path: 'messages', name: 'admin-messages', component: () => import('./admin/messages/MessagesPage.vue') },
          { path: 'reports', name: 'admin-reports', component: () => import('./admin/reports/ReportsPage.vue'), meta: { needs: 'moderator' } },
          { path: 'reports/:id', name: 'admin-report', component: () => import('./admin/reports/ReportPage.vue'), props: true, meta: { needs: 'moderator' } },
          { path: 'audit', name: 'admin-audit', component: () => import('./admin/audit/AuditPage.vue') },
          { path: 'settings', name: 'admin-settings', component: () => import('./admin/settings/SettingsPage.vue') },
          { path: 'cluster', name: 'admin-cluster', component: () => import('./admin/cluster/ClusterPage.vue') },
        ],
      },
      { path: '/:rest(.*)*', redirect: '/topics' },
    ],
  })
  router.beforeEach(async (to) => {
    const session = useSession()
    if (to.meta.open) return true
    // Also if they logged in in another tab.
    if (to.meta.public && session.loggedIn) return nextPage(to)
    const isRefused = () => to.meta.needs !== undefined && !isAtLeast(session.role, to.meta.needs)
    // The role of a stored session may have changed since: without a valid token yet, this renews the session.
    if (isRefused()) await session.token()
    if (!to.meta.public && !session.loggedIn) return { name: 'login', query: to.path === '/topics' ? {} : { next: to.fullPath } }
    if (isRefused()) return { name: 'topics' }
    const { topicId } = to.params
    // The server accepts ids in upper case too; here all state of a topic is kept by the lower-case id that the server returns.
    if (typeof topicId === 'string' && topicId !== topicId.toLowerCase()) {
      return { ...to, params: { ...to.params, topicId: topicId.toLowerCase() }, replace: true }
    }
    return true
  })
  // After a deployment, the files of pages that were not opened before are gone. The new index names the new ones.
  router.onError((error: unknown, to, from) => {
    if (!isFailedImport(error) || sessionStorage.getItem(reloaded) === to.path) {
      useToasts().show('This page could not be loaded. Reload the page.')
      return
    }
    sessionStorage.setItem(reloaded, to.path)
    if (from === START_LOCATION) globalThis.location.reload()
    else globalThis.location.assign(to.fullPath)
  })
  router.afterEach((_to, _from, failure) => {
    if (!failure) sessionStorage.removeItem(reloaded)
  })
  return router
}
