/** In seconds. */
export const oneDay = 24 * 60 * 60

/** A suspension that ends so many seconds from now; null has no end. */
export const suspensionFor = (lifetime: number | null, reason: string) => ({
  until: lifetime === null ? null : new Date(Date.now() + lifetime * 1000).toISOString(),
  reason: reason.trim(),
})
