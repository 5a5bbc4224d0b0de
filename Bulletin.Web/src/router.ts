import { createRouter, createWebHistory, type Router } from 'vue-router'
import LoginPage from './accounts/LoginPage.vue'
import { nextPage } from './accounts/nextPage'
import { isAtLeast } from './accounts/roles'
import SignUpPage from './accounts/SignUpPage.vue'
import { useSession } from './accounts/session'

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
  router.beforeEach((to) => {
    const { loggedIn, role } = useSession()
    if (to.meta.open) return true
    // Also if they logged in in another tab.
    if (to.meta.public && loggedIn) return nextPage(to)
    if (!to.meta.public && !loggedIn) return { name: 'login', query: to.path === '/topics' ? {} : { next: to.fullPath } }
    if (to.meta.needs && !isAtLeast(role, to.meta.needs)) return { name: 'topics' }
    const { topicId } = to.params
    // The server accepts ids in upper case too; here all state of a topic is kept by the lower-case id that the server returns.
    if (typeof topicId === 'string' && topicId !== topicId.toLowerCase()) {
      return { ...to, params: { ...to.params, topicId: topicId.toLowerCase() }, replace: true }
    }
    return true
  })
  return router
}
