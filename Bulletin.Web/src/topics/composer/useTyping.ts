import { computed, onScopeDispose, shallowRef } from 'vue'
import type { Message, TypingEvent, User } from '../../api/types'
import { useConnection } from '../../connection/connection'
import { callAmong } from '../../people/names'

const timeShown = 5_000

/** Shows who else is writing in a topic, and tells them that this user is. Namesakes of people in `present` go by username. */
export function useTyping(topicId: string, present: () => readonly User[] = () => []) {
  const { hub } = useConnection()
  const writers = shallowRef<readonly User[]>([])
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function stop(userId: string): void {
    clearTimeout(timers.get(userId))
    writers.value = writers.value.filter(({ id }) => id !== userId)
  }

  function hear({ topicId: where, user }: TypingEvent): void {
    if (where !== topicId) return
    stop(user.id)
    writers.value = [...writers.value, user]
    timers.set(user.id, setTimeout(() => stop(user.id), timeShown))
  }

  const deafen = [
    hub.listen<TypingEvent>('Typing', hear),
    // The author of a posted message has stopped writing.
    hub.listen<Message>('MessagePosted', (message) => { if (message.topicId === topicId) stop(message.author.id) }),
  ]
  onScopeDispose(() => {
    for (const end of deafen) end()
    for (const timer of timers.values()) clearTimeout(timer)
  })

  const words = computed(() => {
    if (writers.value.length === 0) return ''
    const names = writers.value.map(callAmong([...present(), ...writers.value]))
    return names.length > 2 ? 'Several people are writing…' : `${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} writing…`
  })
  const tell = () => { if (hub.connected) hub.invoke('StartTyping', topicId).catch(() => undefined) }
  return { words, tell }
}
