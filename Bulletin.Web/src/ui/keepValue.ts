/** Writes a value to the browser's storage and answers whether it is kept there: the storage may be full. */
export function keepValue(storage: Storage, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}
