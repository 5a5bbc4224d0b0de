import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { useSession } from '../accounts/session'
import type { Topic } from '../api/types'
import { loadMarks, saveMarks, unreadOf, type ReadMarks } from './readMarks'

/** Unread marks for this browser, shared by its tabs. */
export const useUnread = defineStore('unread', () => {
  const session = useSession()
  const marks = shallowRef<ReadMarks | null>(null)
  const load = () => void (marks.value = session.user ? loadMarks(session.user.id) : null)

  function change(next: ReadMarks): void {
    marks.value = next
    if (session.user) saveMarks(session.user.id, next)
  }

  /** The first time a person uses this browser, what happened before is not news. */
  function begin(topics: readonly Topic[]): void {
    if (!marks.value) change({ since: topics[0]?.lastActivityAt ?? '', read: {} })
  }

  function markRead(topicId: string, seq: number): void {
    const held = (session.user && loadMarks(session.user.id)) ?? marks.value ?? { since: '', read: {} }
    if ((held.read[topicId] ?? -1) < seq) change({ ...held, read: { ...held.read, [topicId]: seq } })
  }

  window.addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith('bulletin.read.')) load()
  })
  watch(() => session.user?.id, load, { immediate: true })

  return {
    begin,
    markRead,
    countOf: (topic: Topic) => unreadOf(marks.value, topic, session.user?.id),
    /** The last seq read in a topic, or null when it was never opened here. */
    readIn: (topicId: string) => marks.value?.read[topicId] ?? null,
  }
})
