import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { removeHalfWritten } from './blobs.ts'
import { Connection } from './connection.ts'
import { syncFolder } from './durable-files.ts'
import { type Lease, takeLease } from './lease.ts'
import { backUp, type Migration, migrate, migrationsFolder, readMigrations, schemaVersion } from './migrations.ts'
import { networkFileSystem } from './network-folders.ts'
import { makePrivateFile, makePrivateFolder } from './private-files.ts'
import { type ProjectIdentity, ProjectStore } from './project-store.ts'

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
}

/** Makes a project in a folder that is new or empty, and opens it. Throws `AppError` `project_exists`,
 *  `project_on_network`, `project_locked` or `storage_full`. */
export function createProject(
  folder: string,
  options: OpenOptions & { readonly name: string; readonly id: string },
): ProjectStore {
  if (existsSync(folder)) refuseForeignFiles(folder)
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
    return new ProjectStore(folder, { id, name, createdAt: now }, connection, lease)
  })
}

/** Opens a project for writing; one process at a time may. Brings an older schema up to date after a backup. Throws
 *  `AppError` `project_missing`, `project_newer`, `project_damaged`, `project_on_network`, `project_locked` or
 *  `storage_full`. */
export function openProject(folder: string, options: OpenOptions): ProjectStore {
  if (!existsSync(join(folder, 'project.sqlite'))) throw missing(folder)
  return withLease(folder, options, (lease, connection, migrations) => {
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
    if (!project) throw missing(folder)
    if (lease.leftOver) checkWhole(connection)
    if (version < newest) {
      backUp(connection, folder, options.now)
      migrate(connection, migrations)
    }
    removeHalfWritten(join(folder, 'blobs'))
    return new ProjectStore(folder, project, connection, lease)
  })
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

/** After a holder that went without closing, the whole file is looked through before anything is built on it. */
function checkWhole(connection: Connection): void {
  const answer = connection.pragma('quick_check(1)')
  if (answer === 'ok') return
  throw new AppError('project_damaged', 'The project file is damaged. A backup may lie in its folder `backups`.', {
    details: { check: String(answer) },
  })
}

function identity(connection: Connection): ProjectIdentity | undefined {
  if (connection.pragma('application_id') !== applicationId) return undefined
  return connection.get<ProjectIdentity>('SELECT id, name, created_at AS createdAt FROM project')
}

function missing(folder: string): AppError {
  return new AppError('project_missing', `There is no Regrade project in ${folder}.`)
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
