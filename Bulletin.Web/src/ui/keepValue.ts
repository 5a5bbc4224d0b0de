/** Writes a value to the browser's storage. Returns whether it was stored: the storage may be full. */
export function keepValue(storage: Storage, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
