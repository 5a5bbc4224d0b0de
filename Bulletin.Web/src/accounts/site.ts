import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, resultOf } from '../api/client'
import type { components } from '../api/schema'

type Site = components['schemas']['SiteView']

/** What the server says of itself to everybody. Pages show their own texts until it has. */
export const useSite = defineStore('site', () => {
  const name = ref('Bulletin')
  /** Who may sign up: `open`, `invite` or `closed`. Null until the server has said. */
  const registration = ref<Site['registration'] | null>(null)
  let loading: Promise<void> | null = null

  function adopt(site: Site): void {
    name.value = site.name
    registration.value = site.registration
  }

  async function read(): Promise<void> {
    const result = await resultOf(api.GET('/api/v1/site'))
    if (result.ok) adopt(result.value)
    // The next page that wants to know asks again.
    else loading = null
  }

  /** Asks once. */
  const load = (): Promise<void> => (loading ??= read())

  return { name, registration, adopt, load }
})
