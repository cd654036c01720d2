import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ProjectWarning } from '#shared/contract/projects.ts'
import { AppError } from '#shared/errors.ts'
import { removeHalfWritten } from './blobs.ts'
import { Connection } from './connection.ts'
import { syncFolder } from './durable-files.ts'
import { type Lease, takeLease } from './lease.ts'
import { type Migration, migrate, migrationsFolder, readMigrations, schemaVersion } from './migrations.ts'
import { networkFileSystem } from './network-folders.ts'
import { makePrivateFile, makePrivateFolder } from './private-files.ts'
import { backUp } from './project-file/backups.ts'
import { counterOf, FileGuard } from './project-file/file-guard.ts'
import { readKeptCounts } from './project-file/kept-count.ts'
import { compareCounts, sayMissing } from './project-file/missing-readings.ts'
import { isBereft, requireProjectFile } from './project-file/presence.ts'
import { copyToLook, ReadOnlyGuard, sayReadOnly, whyReadOnly } from './project-file/read-only.ts'
import { checkBehind } from './project-file/whole-check.ts'
import { type ProjectIdentity, ProjectStore } from './project-store.ts'
import { damaged } from './sqlite-errors.ts'
import { saySyncClient, syncClient } from './sync-folders.ts'

/** Written into the file's header (`PRAGMA application_id`): "RGRD". */
const applicationId = 0x52475244

/** Names that a project's folder may hold from a creation that did not come to its end. */
const ownNames = /^(project\.sqlite|lease\.|blobs$|cache$|exports$|backups$|\.DS_Store$)/

export interface OpenOptions {
  /** Version of the application, kept with a project it creates. */
  readonly version: string
  /** The instant of opening, ISO 8601 UTC. */
  readonly now: string
  readonly migrationsFolder?: string
  /** Names the network file system that holds a folder, or gives null. */
  readonly networkFileSystem?: (folder: string) => string | null
  /** A file of this size that was closed well is looked through after it is open; any other before. None is where left out. */
  readonly checkBehindBytes?: number
}

/** Makes a project in a folder that is new or empty, and opens it. Throws `AppError` `project_exists`,
 *  `project_on_network`, `project_locked` or `storage_full`. */
export function createProject(
  folder: string,
  options: OpenOptions & { readonly name: string; readonly id: string },
): ProjectStore {
  if (existsSync(folder)) refuseForeignFiles(folder)
  if (isBereft(folder)) {
    const sentence = `${folder} holds what is left of a project. Name another folder, or put its project.sqlite back and open it.`
    throw new AppError('project_exists', sentence)
  }
  makePrivateFolder(folder)
  return withLease(folder, options, (lease, connection, migrations) => {
    if (identity(connection)) throw new AppError('project_exists', `There is already a project in ${folder}.`)
    for (const part of ['blobs', 'cache', 'exports']) makePrivateFolder(join(folder, part))
    const { name, id, version, now } = options
    connection.transaction(() => {
      migrate(connection, migrations)
      connection.run('INSERT INTO project (only, id, name, created_at, created_by_version) VALUES (1, ?, ?, ?, ?)', [
        id,
        name,
        now,
        version,
      ])
      connection.execute(`PRAGMA application_id = ${applicationId}`)
    })
    syncFolder(folder)
    syncFolder(dirname(folder))
    return kept(folder, { id, name, createdAt: now }, connection, lease)
  })
}

/** Opens a project for writing; one process at a time may. Brings an older schema up to date after a backup. One that cannot be written is
 *  opened to look and export. Throws `AppError` `project_missing`, `project_newer`, `project_damaged`, `project_on_network`,
 *  `project_locked` or `storage_full`. */
export function openProject(folder: string, options: OpenOptions): ProjectStore {
  requireProjectFile(folder)
  const why = whyReadOnly(folder)
  if (why) return openToLook(folder, options, sayReadOnly(folder, why))
  return withLease(folder, options, (lease, connection, migrations) => {
    const file = join(folder, 'project.sqlite')
    const project = requireProject(folder, connection, migrations)
    const { checkBehindBytes = Number.POSITIVE_INFINITY } = options
    const behind = !lease.leftOver && statSync(file).size >= checkBehindBytes
    if (!behind) checkWhole(file, connection)
    if (schemaVersion(connection) < migrations.length) {
      backUp(connection, folder, `project-schema-${schemaVersion(connection)}`, options.now)
      migrate(connection, migrations)
    }
    removeHalfWritten(join(folder, 'blobs'))
    const store = kept(folder, project, connection, lease)
    if (behind) store.stopAtClose(checkBehind(file, (check) => store.refuse(damaged(file, { check }))))
    return store
  })
}

/** What it was at this moment, read from a copy of its database. */
function openToLook(folder: string, options: OpenOptions, sentence: string): ProjectStore {
  const scratch = copyToLook(folder)
  const file = join(scratch, 'project.sqlite')
  let connection: Connection | undefined
  try {
    connection = new Connection(file, 5000)
    settle(connection)
    const migrations = readMigrations(options.migrationsFolder ?? migrationsFolder)
    const project = requireProject(folder, connection, migrations)
    checkWhole(join(folder, 'project.sqlite'), connection)
    migrate(connection, migrations)
    const counts = compareCounts(readKeptCounts(folder), counterOf(connection)(), project)
    const warnings: ProjectWarning[] = [
      { kind: 'read-only', sentence },
      ...warningsOf(folder, sayMissing(counts, folder)),
    ]
    const keeper = new ReadOnlyGuard(connection, scratch, sentence)
    return new ProjectStore({ folder, project, connection, keeper, warnings, scratch })
  } catch (error) {
    connection?.close()
    rmSync(scratch, { recursive: true, force: true })
    throw error
  }
}

/** The open project, every write of which is answered for from now on. */
function kept(folder: string, project: ProjectIdentity, connection: Connection, lease: Lease): ProjectStore {
  const counts = compareCounts(readKeptCounts(folder), counterOf(connection)(), project)
  const keeper = new FileGuard({ connection, file: join(folder, 'project.sqlite'), kept: counts })
  const warnings = warningsOf(folder, sayMissing(counts, folder))
  return new ProjectStore({ folder, project, connection, keeper, lease, warnings })
}

function warningsOf(folder: string, missing: string | null): ProjectWarning[] {
  const client = syncClient(folder)
  return [
    ...(missing === null ? [] : [{ kind: 'readings-missing' as const, sentence: missing }]),
    ...(client === null ? [] : [{ kind: 'sync-folder' as const, sentence: saySyncClient(folder, client) }]),
  ]
}

function requireProject(folder: string, connection: Connection, migrations: readonly Migration[]): ProjectIdentity {
  const version = schemaVersion(connection)
  const newest = migrations.length
  if (version > newest) {
    throw new AppError(
      'project_newer',
      `The project was written by a newer version of Regrade (schema ${version}; this one knows up to ${newest}).`,
      { details: { schema: version, newest } },
    )
  }
  const project = identity(connection)
  if (!project) throw new AppError('project_missing', `${join(folder, 'project.sqlite')} is no project of Regrade.`)
  return project
}

function withLease(
  folder: string,
  options: OpenOptions,
  open: (lease: Lease, connection: Connection, migrations: readonly Migration[]) => ProjectStore,
): ProjectStore {
  const network = (options.networkFileSystem ?? networkFileSystem)(folder)
  if (network !== null) {
    throw new AppError(
      'project_on_network',
      `${folder} lies on a network folder (${network}), where decisions cannot be kept safely. Use a folder of this machine.`,
      { details: { fileSystem: network } },
    )
  }
  const migrations = readMigrations(options.migrationsFolder ?? migrationsFolder)
  const lease = takeLease(folder, options.now)
  let connection: Connection | undefined
  try {
    makePrivateFile(join(folder, 'project.sqlite'))
    connection = new Connection(join(folder, 'project.sqlite'), 5000)
    settle(connection)
    return open(lease, connection, migrations)
  } catch (error) {
    connection?.close()
    lease.release()
    throw error
  }
}

/** The settings that make a commit survive a power cut. A file that is no database shows itself here. */
function settle(connection: Connection): void {
  connection.pragma('foreign_keys = ON')
  connection.pragma('synchronous = FULL')
  // Only macOS tells a flush to the drive from one to the disk; elsewhere these do nothing.
  if (process.platform === 'darwin') {
    connection.pragma('fullfsync = ON')
    connection.pragma('checkpoint_fullfsync = ON')
  }
  // A row that REPLACE takes away then asks its delete trigger too.
  connection.pragma('recursive_triggers = ON')
  connection.pragma('trusted_schema = OFF')
  connection.pragma('cache_size = -65536')
  connection.pragma('journal_mode = WAL')
}

/** Nothing is built on a file that is damaged. */
function checkWhole(file: string, connection: Connection): void {
  const answer = String(connection.pragma('quick_check(1)'))
  if (answer !== 'ok') throw damaged(file, { check: answer })
}

function identity(connection: Connection): ProjectIdentity | undefined {
  if (connection.pragma('application_id') !== applicationId) return undefined
  return connection.get<ProjectIdentity>('SELECT id, name, created_at AS createdAt FROM project')
}

function refuseForeignFiles(folder: string): void {
  const names = readNames(folder)
  if (names.every((name) => ownNames.test(name))) return
  const sentence = names.includes('project.sqlite')
    ? `There is already a project in ${folder}.`
    : `The folder ${folder} is not empty; a project needs a folder of its own.`
  throw new AppError('project_exists', sentence)
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (cause) {
    throw new AppError('project_exists', `${folder} is not a folder that can be used.`, { cause })
  }
}
