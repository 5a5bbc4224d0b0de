import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import type { Topic } from '../api/types'
import { loadMarks, readUpTo, saveMarks, unreadOf, withListed, type ReadMarks } from './readMarks'

/** Unread marks for this browser, shared by its tabs. */
export const useUnread = defineStore('unread', () => {
  const session = useSession()
  const marks = shallowRef<ReadMarks | null>(null)
  const load = () => void (marks.value = session.user ? loadMarks(session.user.id) : null)

  function change(next: ReadMarks): void {
    marks.value = next
    if (session.user) saveMarks(session.user.id, next)
  }

  /** The marks in storage: another tab may have read further. */
  const held = () => (session.user && loadMarks(session.user.id)) ?? marks.value

  /** Starts to count topics that were listed or announced live. */
  function listed(topics: readonly Topic[]): void {
    const known = held()
    const next = withListed(known, topics)
    if (next !== known) change(next)
  }

  function markRead(topicId: string, seq: number): void {
    const known = held() ?? { since: '', read: {} }
    if ((known.read[topicId] ?? -1) < seq) change({ ...known, read: { ...known.read, [topicId]: seq } })
  }

  /** Removes what is remembered of a topic that the user can no longer see. */
  function forget(topicId: string): void {
    const known = held()
    if (known?.read[topicId] === undefined) return
    change({ ...known, read: Object.fromEntries(Object.entries(known.read).filter(([id]) => id !== topicId)) })
  }

  window.addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith('bulletin.read.')) load()
  })
  watch(() => session.user?.id, load, { immediate: true })

  return {
    listed,
    markRead,
    forget,
    countOf: (topic: Topic) => unreadOf(marks.value, topic, session.user?.id),
    /** The seq up to which a topic counts as read. */
    readIn: (topic: Topic) => readUpTo(marks.value, topic),
  }
})
