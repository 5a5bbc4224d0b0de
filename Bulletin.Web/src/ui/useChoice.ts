import { computed, onScopeDispose, shallowRef, type WritableComputedRef } from 'vue'

/** A choice that this browser has kept; the usual one if it has not. */
export function readChoice<T extends string>(key: string, choices: readonly T[], usual: T): T {
  const held = localStorage.getItem(key)
  return choices.find((choice) => choice === held) ?? usual
}

/** A choice that this browser keeps, in all its tabs. It holds for whoever uses the browser. */
export function useChoice<T extends string>(key: string, choices: readonly T[], usual: T): WritableComputedRef<T> {
  const current = shallowRef(readChoice(key, choices, usual))

  function hear(event: StorageEvent): void {
    // Without a key, everything was removed.
    if (event.key === key || event.key === null) current.value = readChoice(key, choices, usual)
  }
  globalThis.addEventListener('storage', hear)
  onScopeDispose(() => globalThis.removeEventListener('storage', hear), true)

  return computed({
    get: () => current.value,
    set: (choice) => {
      current.value = choice
      try {
        localStorage.setItem(key, choice)
      } catch {
        // The storage is full: the choice holds until the page is closed.
      }
    },
  })
}
