import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { Connection } from './connection.ts'
import { makePrivateFile } from './private-files.ts'

const holderSchema = z.object({ pid: z.int(), host: z.string(), since: z.string() })
export type LeaseHolder = z.infer<typeof holderSchema>

/** A lock that nothing refers to would be collected as garbage, and be free while its process still writes. */
const held = new Set<Connection>()

/** The right to write one project, held by one process at a time. */
export interface Lease {
  /** Whether the last holder went without giving the lease back: it was killed, or the power failed. */
  readonly leftOver: boolean
  release(): void
}

/** Takes the lease of a project folder. It is an exclusive lock on a database of its own, `lease.sqlite`, which the
 *  operating system frees when the process ends, however it ends. Who holds it stands beside it in `lease.json`: POSIX
 *  locks are lost when any descriptor of the locked file is closed, so that file itself is never opened to be read.
 *  Throws `AppError('project_locked')` naming the holder. */
export function takeLease(folder: string, now: string): Lease {
  const holderFile = join(folder, 'lease.json')
  const lock = lockOf(join(folder, 'lease.sqlite'), holderFile)
  const leftOver = existsSync(holderFile)
  try {
    const holder = { pid: process.pid, host: hostname(), since: now } satisfies LeaseHolder
    writeFileSync(holderFile, JSON.stringify(holder), { mode: 0o600 })
  } catch (cause) {
    lock.close()
    throw cause
  }
  held.add(lock)
  return {
    leftOver,
    release: () => {
      held.delete(lock)
      rmSync(holderFile, { force: true })
      lock.close()
    },
  }
}

function lockOf(file: string, holderFile: string, isNew = false): Connection {
  makePrivateFile(file)
  const lock = new Connection(file, 250)
  try {
    lock.execute('BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock.close()
    if (!(cause instanceof AppError)) throw cause
    if (cause.code === 'project_locked') throw refusal(readHolder(holderFile), cause)
    // There is nothing in it. A holder's lock is met before its bytes are read, so nobody holds what turns out to be broken.
    if (cause.code !== 'project_damaged' || isNew) throw cause
    for (const one of [file, `${file}-journal`]) rmSync(one, { force: true })
    return lockOf(file, holderFile, true)
  }
}

function refusal(holder: LeaseHolder | undefined, cause: AppError): AppError {
  const who = !holder
    ? 'another program'
    : holder.pid === process.pid && holder.host === hostname()
      ? 'this program itself'
      : `process ${holder.pid} on ${holder.host}, since ${holder.since}`
  return new AppError('project_locked', `The project is already open: it is held by ${who}.`, {
    cause,
    details: { ...holder },
  })
}

function readHolder(file: string): LeaseHolder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined
  }
}
