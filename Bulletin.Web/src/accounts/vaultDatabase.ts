const storeName = 'vault'

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('The browser refused its storage.'))
  })

let opened: Promise<IDBDatabase> | undefined

function database(): Promise<IDBDatabase> {
  const request = indexedDB.open('bulletin', 1)
  request.onupgradeneeded = () => request.result.createObjectStore(storeName)
  return answered(request)
}

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  opened ??= database()
  // Storage that was refused once may be allowed later.
  opened.catch(() => (opened = undefined))
  return (await opened).transaction(storeName, mode).objectStore(storeName)
}

export const readValue = async <T>(key: string): Promise<T | undefined> => answered<T | undefined>((await store('readonly')).get(key))

export const writeValue = async <T>(key: string, value: T): Promise<void> => void (await answered((await store('readwrite')).put(value, key)))

export const deleteValue = async (key: string): Promise<void> => answered((await store('readwrite')).delete(key))

/** Changes a value in one transaction, so that two tabs cannot both win. Returns whether `change` gave a new value. */
export async function changeValue<T>(key: string, change: (held: T | undefined) => T | undefined): Promise<boolean> {
  const values = await store('readwrite')
  const next = change(await answered<T | undefined>(values.get(key)))
  if (next !== undefined) await answered(values.put(next, key))
  return next !== undefined
}
