import { createRouter, createWebHistory, type Router } from 'vue-router'
import LoginPage from './accounts/LoginPage.vue'
import { nextPage } from './accounts/nextPage'
import SignUpPage from './accounts/SignUpPage.vue'
import { useSession } from './accounts/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Only for people who are not logged in. */
    public?: boolean
    /** For everybody, logged in or not. */
    open?: boolean
  }
}

export function createAppRouter(): Router {
  const router = createRouter({
    history: createWebHistory(),
    routes: [
      { path: '/login', name: 'login', component: LoginPage, meta: { public: true } },
      { path: '/signup', name: 'signup', component: SignUpPage, meta: { public: true } },
      { path: '/invite', name: 'invite', component: () => import('./members/InvitePage.vue'), meta: { open: true } },
      {
        path: '/topics',
        component: () => import('./shell/ChatShell.vue'),
        children: [
          { path: '', name: 'topics', component: () => import('./directory/WelcomePane.vue') },
          { path: ':topicId/:seq(\\d+)?', name: 'topic', component: () => import('./topics/TopicPage.vue'), props: true },
        ],
      },
      { path: '/:rest(.*)*', redirect: '/topics' },
    ],
  })
  router.beforeEach((to) => {
    const { loggedIn } = useSession()
    if (to.meta.open) return true
    // Also if they logged in in another tab.
    if (to.meta.public && loggedIn) return nextPage(to)
    if (!to.meta.public && !loggedIn) return { name: 'login', query: to.path === '/topics' ? {} : { next: to.fullPath } }
    const { topicId } = to.params
    // The server accepts ids in upper case too; here all state of a topic is kept by the lower-case id that the server returns.
    if (typeof topicId === 'string' && topicId !== topicId.toLowerCase()) {
      return { ...to, params: { ...to.params, topicId: topicId.toLowerCase() }, replace: true }
    }
    return true
  })
  return router
}
