type Kind = 'draft' | 'outbox'

/** Everything this browser keeps for an account has a key `bulletin.KIND.ACCOUNT` or `bulletin.KIND.ACCOUNT.…`. */
function keysOf(userId: string, storage: Storage): { key: string; kind: string | undefined }[] {
  return Object.keys(storage).flatMap((key) => {
    const [product, kind, owner] = key.split('.')
    return product === 'bulletin' && owner === userId ? [{ key, kind }] : []
  })
}

/** Counts what is kept here for an account: drafts (one per topic) and unsent messages. */
export function countKept(userId: string, storage: Storage = localStorage): Record<Kind, number> {
  const held = keysOf(userId, storage)
  const count = (wanted: Kind) => held.filter(({ kind }) => kind === wanted).length
  return { draft: count('draft'), outbox: count('outbox') }
}

/** Removes everything kept here for an account. */
export function removeKept(userId: string, storage: Storage = localStorage): void {
  for (const { key } of keysOf(userId, storage)) storage.removeItem(key)
}
