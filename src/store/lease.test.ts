import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeProject, opening, temporaryFolder } from '../../tests/store/made-project.ts'
import { openProject } from './open.ts'

const child = new URL('../../tests/store/hold-lease.ts', import.meta.url)
let place: ReturnType<typeof temporaryFolder>
let folder: string
let held: ChildProcess | undefined

beforeEach(() => {
  place = temporaryFolder()
  const store = makeProject(place.folder)
  folder = store.folder
  store.close()
})
afterEach(() => {
  held?.kill('SIGKILL')
  place.remove()
})

/** Another process that has the project open. */
async function holder(): Promise<ChildProcess> {
  held = fork(child, [folder], { execArgv: [] })
  const [message] = await once(held, 'message')
  expect(message).toBe('held')
  return held
}

describe('the lease of a project', () => {
  it('refuses a second process, naming the one that holds it', async () => {
    const other = await holder()
    expect(() => openProject(folder, opening)).toThrow(
      expect.objectContaining({
        code: 'project_locked',
        message: expect.stringContaining(`process ${other.pid}`),
        details: expect.objectContaining({ pid: other.pid, since: '2024-05-01T09:00:00.000Z' }),
      }),
    )
  })

  it('is free as soon as its holder was killed', async () => {
    const other = await holder()
    other.kill('SIGKILL')
    await once(other, 'exit')
    expect(existsSync(join(folder, 'lease.json'))).toBe(true)
    openProject(folder, opening).close()
    expect(existsSync(join(folder, 'lease.json'))).toBe(false)
  })

  it('refuses the same process too, and survives that refusal', () => {
    const store = openProject(folder, opening)
    expect(() => openProject(folder, opening)).toThrow(/this program itself/)
    expect(() => openProject(folder, opening)).toThrow(/this program itself/)
    expect(JSON.parse(readFileSync(join(folder, 'lease.json'), 'utf8')).pid).toBe(process.pid)
    store.close()
    openProject(folder, opening).close()
  })

  it('is given back where opening fails', () => {
    const refused = { ...opening, networkFileSystem: () => 'nfs4' }
    expect(() => openProject(folder, refused)).toThrow(/network folder/)
    openProject(folder, opening).close()
  })
})
