import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { User } from '../api/types'
import { findPeople } from './findPeople'

const pause = 120
const most = 7

/** The people whose names begin like `query`, without those in `taken`, and the one among them that is chosen. */
export function usePeopleSearch(query: Ref<string>, taken: () => ReadonlySet<string>) {
  const found = shallowRef<readonly User[]>([])
  const chosen = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let searches = 0

  function close(): void {
    clearTimeout(timer)
    searches++
    found.value = []
  }

  async function ask(words: string): Promise<void> {
    const mine = ++searches
    const people = await findPeople(words, most)
    if (mine !== searches) return
    found.value = people.filter(({ id }) => !taken().has(id))
    chosen.value = 0
  }

  watch(query, (typed) => {
    const words = typed.trim().replace(/^@/, '')
    if (!words) return close()
    clearTimeout(timer)
    timer = setTimeout(() => void ask(words), pause)
  })
  onScopeDispose(close)

  /** Moves the choice through the list, from its end to its beginning. */
  const move = (step: number) => void (chosen.value = (chosen.value + step + found.value.length) % found.value.length)
  return { found, chosen, move, close }
}
