import { computed, ref, shallowRef } from 'vue'
import { useSite } from '../../accounts/site'
import { api, resultOf } from '../../api/client'
import type { Failure } from '../../api/problem'
import type { Settings } from '../types'
import { changesOf, errorsOf, formOf, rebased, type SettingsForm } from './settingsForm'

/** The settings of the site and the form that changes them. */
export function useSettings() {
  const site = useSite()
  const settings = shallowRef<Settings | null>(null)
  const form = ref<SettingsForm | null>(null)
  const failure = shallowRef<Failure | null>(null)
  const invalid = ref<Record<string, string[]>>({})
  const busy = ref(false)

  /** Takes what the server has, and keeps what was changed in the form and not saved yet. */
  function adopt(now: Settings): void {
    form.value = form.value && settings.value ? rebased(form.value, settings.value, now) : formOf(now)
    settings.value = now
  }

  async function load(): Promise<void> {
    const result = await resultOf(api.GET('/api/v1/admin/settings'))
    failure.value = result.ok ? null : result.failure
    if (result.ok) adopt(result.value)
  }

  /** After a conflict the form is over the newest settings, to be looked at and saved again. */
  async function save(): Promise<boolean> {
    if (busy.value || !settings.value || !form.value) return false
    invalid.value = errorsOf(form.value)
    failure.value = null
    if (Object.keys(invalid.value).length) return false
    const body = changesOf(settings.value, form.value)
    if (!body) return true
    busy.value = true
    const result = await resultOf(api.PATCH('/api/v1/admin/settings', { body })).finally(() => (busy.value = false))
    if (result.ok) {
      settings.value = result.value
      form.value = formOf(result.value)
      site.adopt(result.value)
      return true
    }
    if (result.failure.code === 'conflict') await load()
    failure.value = result.failure
    return false
  }

  const errors = computed<Record<string, string[]>>(() => ({ ...failure.value?.errors, ...invalid.value }))

  void load()
  return { settings, form, failure, errors, busy, load, save }
}
