const policed = (url: string): string =>
  typeof trustedTypes === 'undefined' ? url : trustedTypes.createPolicy('bulletin', { createScriptURL: (held) => held }).createScriptURL(url)

/** The service worker lets the shell start offline and makes the app installable; everything else works without it. */
export async function registerWorker(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  // The content security policy accepts script addresses only from a named Trusted Types policy.
  await navigator.serviceWorker.register(policed('/sw.js')).catch(() => undefined)
}
