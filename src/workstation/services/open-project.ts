import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import type { Project } from '#shared/contract/projects.ts'
import { createProject, openProject } from '#store/open.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { jobs } from '../jobs/jobs.ts'
import { JobRunner } from '../jobs/runner.ts'
import { giveStarter } from '../starter/give-starter.ts'
import { scoringToTakeUp } from '../starter/score-by-starter.ts'
import { rankAll } from '../suspicion/rank.ts'

/** Opens a project in place of the one that is open. One that cannot be opened leaves the open one as it is. */
async function switchProject(context: WorkstationContext, open: () => ProjectStore, isNew: boolean): Promise<Project> {
  const store = open()
  rankWhereNothingIs(store)
  await closeProject(context)
  const { compute, runtimes, changes, threads, attended, now, starterFolder } = context
  const session = { store, jobs: new JobRunner({ store, jobs, compute, runtimes, changes, threads, attended, now }) }
  context.session = session
  context.settings.remember({ name: store.project.name, folder: store.folder, openedAt: now().toISOString() })
  changes.publish({ kind: 'project' })
  const isOpen = () => context.session === session
  if (starterFolder !== null && (await giveStarter(starterFolder, { store, now, isOpen }, isNew))) {
    changes.publish({ kind: 'models' })
  }
  const scoring = attended && isOpen() ? scoringToTakeUp(store) : null
  if (scoring) session.jobs.enqueue('score', scoring)
  return describeProject(context)
}

/** Suspicion by which label counts may be gone: a project of several label files from when only the first of them did has none. */
function rankWhereNothingIs(store: ProjectStore): void {
  const model = store.models.current()
  const isRanked = () => model && store.suspicions.forModel(model.id, 1).length > 0
  if (model && store.labels.files().length > 1 && !isRanked()) rankAll(store, model.id)
}

export async function closeProject(context: WorkstationContext): Promise<void> {
  const session = context.session
  if (!session) return
  await session.jobs.close()
  context.session = undefined
  session.store.close()
  context.changes.publish({ kind: 'project' })
}

export async function openFolder(context: WorkstationContext, folder: string): Promise<Project> {
  const place = resolve(folder)
  if (context.session?.store.folder === place) return describeProject(context)
  return await switchProject(
    context,
    () => openProject(place, { version: context.version, now: context.now().toISOString() }),
    false,
  )
}

export async function createFolder(context: WorkstationContext, folder: string, name: string): Promise<Project> {
  const { version } = context
  return await switchProject(
    context,
    () => createProject(resolve(folder), { name, id: randomUUID(), version, now: context.now().toISOString() }),
    true,
  )
}

export function describeProject(context: WorkstationContext): Project {
  const { store } = openSession(context)
  return {
    id: store.project.id,
    name: store.project.name,
    folder: store.folder,
    images: store.images.count(),
    labelSets: store.labels.sets(),
    readings: store.readings.count(),
    reviewed: store.readings.reviewedCount(),
    createdAt: store.project.createdAt,
    settings: store.settings.read(),
  }
}
