import { ref } from 'vue'
import { api, resultOf } from '../../api/client'
import type { Filters } from '../useAdminList'
import { queryOf } from './auditQuery'

type Format = 'jsonl' | 'csv'

/** Lets the browser save a file. */
function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser may begin to read it only after this.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Downloads the audit log through a call, because a plain link could not carry the token. */
export function useAuditExport() {
  const busy = ref<Format | null>(null)
  const refusal = ref('')

  async function download(format: Format, filters: Filters): Promise<void> {
    if (busy.value) return
    busy.value = format
    const result = await resultOf(api.GET('/api/v1/admin/audit/export', { params: { query: { format, ...queryOf(filters) } }, parseAs: 'blob' })).finally(() => (busy.value = null))
    refusal.value = result.ok ? '' : `The audit log was not exported. ${result.failure.detail}`
    if (result.ok) save(result.value, `audit-${new Date().toISOString().slice(0, 10)}.${format}`)
  }

  return { busy, refusal, download }
}
