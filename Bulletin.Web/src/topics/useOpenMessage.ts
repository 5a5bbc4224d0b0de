import { useRouter, type RouteLocationRaw } from 'vue-router'

/** The address of a message, or of its topic if `seq` is null. */
export const messagePlace = (topicId: string, seq: number | null): RouteLocationRaw =>
  ({ name: 'topic', params: { topicId, ...(seq !== null && { seq: String(seq) }) } })

/** Goes to a message, or to its topic if `seq` is null. A message whose address is open already is shown again. */
export function useOpenMessage() {
  const router = useRouter()
  return async (topicId: string, seq: number | null): Promise<void> => {
    const to = router.resolve(messagePlace(topicId, seq))
    // An address that is open already leads nowhere: it is left first.
    if (to.path === router.currentRoute.value.path) await router.replace(messagePlace(topicId, null))
    await router.push(to)
  }
}
