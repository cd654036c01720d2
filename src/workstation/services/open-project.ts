import { randomUUID } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Project } from '#shared/contract/projects.ts'
import { AppError } from '#shared/errors.ts'
import { createProject, openProject } from '#store/open.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { jobs } from '../jobs/jobs.ts'
import { JobRunner } from '../jobs/runner.ts'
import { scoringToTakeUp } from '../jobs/score/score-by-starter.ts'
import { giveStarter } from '../judgement/give-starter.ts'
import { rankAll } from '../suspicion/rank.ts'
import { realPlace, refuseProtected } from '../targets/where-to-write.ts'
import { wholePath, whyNotNew } from '../whole-path.ts'

/** Where somebody waits for the first photograph, larger files are looked through once they are open: 87 MB, 100,000 photographs all of
 *  which were read, take 0.6 s. */
const checkBehindBytes = 16e6

/** Opens a project in place of the one that is open. One that cannot be opened leaves the open one as it is. */
async function switchProject(context: WorkstationContext, open: () => ProjectStore, isNew: boolean): Promise<Project> {
  const store = open()
  if (!store.readOnly) rankWhereNothingIs(store)
  await closeProject(context)
  const { compute, runtimes, changes, threads, attended, now, starterFolder } = context
  const session = { store, jobs: new JobRunner({ store, jobs, compute, runtimes, changes, threads, attended, now }) }
  context.session = session
  store.onLost(() => changes.publish({ kind: 'project' }))
  context.settings.remember({ name: store.project.name, folder: store.folder, openedAt: now().toISOString() })
  changes.publish({ kind: 'project' })
  if (store.readOnly) return describeProject(context)
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
  if (context.attended) session.store.forgetMissing()
  session.store.close()
  context.changes.publish({ kind: 'project' })
}

export async function openFolder(context: WorkstationContext, folder: string): Promise<Project> {
  const place = wholePath(context, folder)
  if (context.session?.store.folder === place) {
    if (!context.session.store.isLost) return describeProject(context)
    // What lies there now is another file than the one that is open, whose lease has to be given back first.
    await closeProject(context)
  }
  const { version, attended } = context
  const options = { version, now: context.now().toISOString(), ...(attended && { checkBehindBytes }) }
  return await switchProject(context, () => openProject(place, options), false)
}

interface NewProject {
  readonly folder: string
  readonly name: string
  readonly createFolders: boolean
}

export async function createFolder(context: WorkstationContext, asked: NewProject): Promise<Project> {
  const { version } = context
  const { name } = asked
  const folder = folderToMake(context, asked)
  return await switchProject(
    context,
    () => createProject(folder, { name, id: randomUUID(), version, now: context.now().toISOString() }),
    true,
  )
}

/** Nothing is made before it is clear that it is meant: a slip of the pen would make folders anywhere. */
function folderToMake(context: WorkstationContext, { folder: path, createFolders }: NewProject): string {
  const folder = wholePath(context, path)
  const refusal = context.attended ? whyNotNew(path) : null
  if (refusal !== null) throw new AppError('usage', refusal, { details: { folder: path } })
  refuseProtected(realPlace(folder), folder)
  const parent = dirname(folder)
  const there = nearestThere(parent)
  if (!statSync(there).isDirectory()) {
    throw new AppError('usage', `${there} is no folder; a project is one, inside another.`, { details: { folder } })
  }
  if (there !== parent && !createFolders) {
    const next = context.attended ? 'Look at its spelling, or have it made.' : 'Look at its spelling, or add --parents.'
    throw new AppError('folder_missing', `There is no folder ${parent} yet. ${next}`, { details: { folder: parent } })
  }
  return folder
}

function nearestThere(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestThere(dirname(folder))
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
    warnings: store.warnings(),
  }
}
