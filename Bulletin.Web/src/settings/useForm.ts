import { computed, ref, shallowRef } from 'vue'
import type { Failure, Result } from '../api/problem'

/** A form that is sent once at a time: what the server says of each of its fields, and of the whole. */
export function useForm(fields: readonly string[]) {
  const busy = ref(false)
  const failure = shallowRef<Failure | null>(null)
  const errorsOf = (field: string): string[] => failure.value?.errors[field] ?? []
  /** Only if no field says why. */
  const summary = computed(() => (fields.some((field) => errorsOf(field).length) ? '' : (failure.value?.detail ?? '')))

  /** Returns what was answered; null if it failed or is under way already. */
  async function send<T>(call: () => Promise<Result<T>>): Promise<T | null> {
    if (busy.value) return null
    busy.value = true
    const result = await call().finally(() => (busy.value = false))
    failure.value = result.ok ? null : result.failure
    return result.ok ? result.value : null
  }

  return { busy, failure, errorsOf, summary, send }
}
