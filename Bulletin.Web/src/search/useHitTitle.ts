import type { SearchHit } from '../api/types'
import { useDirectory } from '../directory/directory'

/** What the topic of a found message is called. A conversation that is not in the list has no name. */
export function useHitTitle() {
  const directory = useDirectory()
  return ({ topic }: SearchHit): string => {
    const known = directory.byId.get(topic.id)
    return known ? directory.titleOf(known) : (topic.name ?? 'Direct message')
  }
}
