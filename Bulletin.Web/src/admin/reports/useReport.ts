import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { api, resultOf } from '../../api/client'
import type { Failure } from '../../api/problem'
import type { Report } from '../types'

export interface ReportChanges {
  state?: 'open' | 'resolved' | 'dismissed'
  resolution?: string
  /** A username. */
  assignee?: string | null
}

/** One report, and the other open ones about what its author wrote. */
export function useReport(id: () => string) {
  const report = shallowRef<Report | null>(null)
  const others = shallowRef<readonly Report[]>([])
  const failure = shallowRef<Failure | null>(null)
  /** Why the last change was refused. */
  const refusal = ref('')
  let loads = 0

  /** Among the newest 200 open ones: reports can't be listed by author. */
  async function loadOthers(authorId: string): Promise<void> {
    const mine = loads
    const result = await resultOf(api.GET('/api/v1/admin/reports', { params: { query: { state: 'open', limit: 200 } } }))
    if (mine === loads && result.ok) others.value = result.value.items.filter((one) => one.author.id === authorId && one.id !== id())
  }

  async function load(): Promise<void> {
    const mine = ++loads
    const result = await resultOf(api.GET('/api/v1/admin/reports/{reportId}', { params: { path: { reportId: id() } } }))
    if (mine !== loads) return
    failure.value = result.ok ? null : result.failure
    if (!result.ok) return
    report.value = result.value
    await loadOthers(result.value.author.id)
  }

  /** If somebody else has changed it meanwhile, shows what they made of it. */
  async function change(changes: ReportChanges): Promise<boolean> {
    const mine = loads
    const result = await resultOf(api.PATCH('/api/v1/admin/reports/{reportId}', { params: { path: { reportId: id() } }, body: changes }))
    if (mine !== loads) return result.ok
    refusal.value = result.ok ? '' : result.failure.detail
    if (result.ok) report.value = result.value
    else if (result.failure.code === 'conflict') await load()
    return result.ok
  }

  watch(id, () => {
    report.value = null
    others.value = []
    refusal.value = ''
    void load()
  }, { immediate: true })
  onScopeDispose(() => loads++)

  return { report, others, failure, refusal, load, change }
}
