/** Where the Temporal Web UI is; `url` null = nobody said. */
export interface TemporalUi {
  readonly url: string | null;
  readonly namespace: string;
}

/** The page of one run; of the workflow's newest run where the job never began; `null` = there is nothing to lead to. */
export function runUrl(
  { url, namespace }: TemporalUi,
  { workflowId, runId }: { readonly workflowId: string | null; readonly runId: string | null },
): string | null {
  if (url === null || workflowId === null) return null;
  const parts = ['namespaces', namespace, 'workflows', workflowId, ...(runId === null ? [] : [runId, 'history'])];
  return `${url.replace(/\/+$/u, '')}/${parts.map(encodeURIComponent).join('/')}`;
}
