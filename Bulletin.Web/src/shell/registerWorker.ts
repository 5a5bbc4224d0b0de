const policed = (url: string): string =>
  typeof trustedTypes === 'undefined' ? url : trustedTypes.createPolicy('bulletin', { createScriptURL: (held) => held }).createScriptURL(url)

/** The service worker makes the shell start without a network and the app installable; without it all else still works. */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // The page's policy takes a script's address from a named place only.
  await navigator.serviceWorker.register(policed('/sw.js')).catch(() => undefined)
}
