import { api, client, onReturn } from './client.ts'
import type { Project } from './contract-types.ts'
import { queryClient } from './query-client.ts'

const listeners = new Set<() => void>()

/** Has `forget` called when another project takes the place of the one before: ids mean other photographs from then on. */
export function onOtherProject(forget: () => void): void {
  listeners.add(forget)
}

function currentId(): string | null {
  return queryClient.getQueryData(api.projects.current.queryKey())?.id ?? null
}

/** The open project, for what is meant for it alone. */
export function currentProject(): { readonly project?: string } {
  const project = currentId()
  return project === null ? {} : { project }
}

/** Takes note of the project that is open now. Nothing known of another one is shown for even an instant. */
export async function takeProject(project: Project | null): Promise<void> {
  const other = currentId() !== (project?.id ?? null)
  if (other) for (const forget of listeners) forget()
  queryClient.setQueryData(api.projects.current.queryKey(), project)
  const rest = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => !isCurrentProject(queryKey) }
  await (other ? queryClient.resetQueries(rest) : queryClient.invalidateQueries(rest))
}

/** Asks which project is open and takes note of it. */
export async function askProject(): Promise<void> {
  await takeProject(await client.projects.current())
}

/** A workstation that was started again may have no project open, or another one: the one before is opened before anything that
 *  waits is sent. */
export function keepProjectOpen(): void {
  onReturn(async (line) => {
    const before = queryClient.getQueryData(api.projects.current.queryKey())
    const now = await line.projects.current()
    // What is asked for again waits for this to be over.
    void takeProject(now ?? (before ? await line.projects.open({ folder: before.folder }) : null))
  })
}

function isCurrentProject(queryKey: readonly unknown[]): boolean {
  const [path] = queryKey
  return Array.isArray(path) && path.join('.') === 'projects.current'
}

/** Address of pixels of the open project: the browser must never take one project's photograph 7 for another's. */
export function pixelAddress(path: string): string {
  const id = currentId()
  return id === null ? path : `${path}?project=${encodeURIComponent(id)}`
}
