import { onScopeDispose, watchEffect } from 'vue'
import { useRoute } from 'vue-router'
import { useSite } from '../accounts/site'
import { useDirectory } from '../directory/directory'
import { useUnread } from '../directory/unread'

/** The page title: the open topic and the number of topics with unread messages. */
export function useUnreadTitle(): void {
  const directory = useDirectory()
  const unread = useUnread()
  const route = useRoute()
  const site = useSite()
  void site.load()
  watchEffect(() => {
    const news = directory.topics.filter((topic) => unread.countOf(topic) > 0).length
    const topic = directory.byId.get(String(route.params['topicId'] ?? ''))
    const name = topic && directory.titleOf(topic)
    document.title = `${news > 0 ? `(${news}) ` : ''}${name ? `${name} · ` : ''}${site.name}`
  })
  onScopeDispose(() => (document.title = site.name))
}
