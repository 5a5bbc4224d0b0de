import { onScopeDispose, ref } from 'vue'
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
  let exporting = new AbortController()

  async function download(format: Format, filters: Filters): Promise<void> {
    if (busy.value) return
    busy.value = format
    refusal.value = ''
    exporting = new AbortController()
    const { signal } = exporting
    const result = await resultOf(api.GET('/api/v1/admin/audit/export', { params: { query: { format, ...queryOf(filters) } }, parseAs: 'blob', signal })).finally(() => (busy.value = null))
    if (signal.aborted) return
    if (!result.ok) refusal.value = `The audit log could not be exported. ${result.failure.detail}`
    else save(result.value, `audit-${new Date().toISOString().slice(0, 10)}.${format}`)
  }

  const cancel = () => exporting.abort()
  onScopeDispose(cancel)

  return { busy, refusal, download, cancel }
}
