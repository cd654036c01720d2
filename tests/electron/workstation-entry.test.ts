import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Shell, startShell } from './shell.ts'

const sources = fileURLToPath(new URL('../../electron', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'regrade-shell-'))
const project = join(folder, 'one.regrade')
let shell: Shell

beforeAll(async () => {
  shell = await startShell(sources, 'ts', { settingsFolder: join(folder, 'settings'), project: null })
})

afterAll(() => {
  shell.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One request for pixels, as main's side of the port sees it. */
async function pixels(path: string, method = 'GET') {
  const port = shell.workstation.tellWithPort({ kind: 'pixels', path, method, headers: [] })
  const parts: { kind: string; status?: number; bytes?: Uint8Array }[] = []
  const done = new Promise<void>((resolve) => {
    port.on('message', (part) => {
      parts.push(part)
      if (part.kind === 'end' || part.kind === 'failed') resolve()
      else port.postMessage('more')
    })
  })
  await done
  port.close()
  return parts
}

describe('the workstation entry in a process of its own', () => {
  it('answers the contract over a port of the page', async () => {
    const { client } = shell.page()
    expect(await client.system.status()).toMatchObject({ version: '0.1.0', host: 'electron' })
    expect(await client.projects.current()).toBeNull()
    const made = await client.projects.create({ folder: project, name: 'One' })
    expect(await client.projects.current()).toEqual(made)
  })

  it('gives each page a port, and goes on when one closes', async () => {
    const first = shell.page()
    const second = shell.page()
    await first.client.system.status()
    first.port.close()
    expect(await second.client.projects.current()).toMatchObject({ name: 'One' })
  })

  it('carries a failure with its code and its sentence', async () => {
    const { client } = shell.page()
    const failure = client.projects.open({ folder: join(folder, 'nowhere.regrade') })
    await expect(failure).rejects.toMatchObject({ code: 'project_missing', message: expect.stringContaining('.') })
    await expect(client.projects.open({ folder: '' })).rejects.toMatchObject({ code: 'usage' })
  })

  it('answers for pixels by id, on a port of each request', async () => {
    const [head, ...rest] = await pixels('/pixels/images/1/full')
    expect(head).toMatchObject({ kind: 'head', status: 404 })
    expect(rest.at(-1)).toEqual({ kind: 'end' })
    expect((await pixels('/pixels/images/1/full', 'POST'))[0]).toMatchObject({ kind: 'head', status: 405 })
  })

  it('asks main for its compute process, and for another when that one has died', async () => {
    const { client } = shell.page()
    const runtimes = await client.system.runtimes()
    expect(runtimes.length).toBeGreaterThan(0)
    // Each runtime was tried and timed in processes of its own, which have ended; one stays for the work.
    const alive = () => shell.computes.filter(({ child }) => child.exitCode === null && child.signalCode === null)
    await expect.poll(() => alive().length).toBe(1)
    const [kept] = alive()
    kept?.child.kill('SIGKILL')
    await kept?.ended()
    // Whether there is such a file only a compute process finds out.
    const answer = () => client.models.import({ file: join(folder, 'nowhere.onnx') }).catch(({ code }) => code)
    await expect.poll(answer, { timeout: 30_000 }).toBe('not_found')
    await expect.poll(() => alive().length).toBe(1)
    expect(alive()[0]).not.toBe(kept)
  })

  it('gives main a handle of a file that was chosen in its dialog, and takes no path from the page', async () => {
    const { client } = shell.page()
    const file = join(folder, 'grades.csv')
    await expect(client.exports.write({ format: 'csv', output: file })).rejects.toMatchObject({ code: 'usage' })
    shell.workstation.tell({ kind: 'target', id: 1, path: file })
    await expect.poll(() => shell.targets.length).toBe(1)
    expect(await client.exports.write({ format: 'csv', target: shell.targets[0] ?? '' })).toMatchObject({
      files: [file],
    })
    shell.workstation.tell({ kind: 'target', id: 2, path: join(project, 'project.sqlite') })
    await expect.poll(() => shell.targets.length).toBe(2)
    expect([shell.targets[1], shell.notices.at(-1)]).toEqual([null, expect.stringContaining('in the project')])
  })

  it('closes the project and ends when main says so, and the compute process ends with it', async () => {
    shell.workstation.tell({ kind: 'stop' })
    expect(await shell.workstation.ended()).toBe(0)
    for (const compute of shell.computes) await compute.ended()
  })

  it('opens the project that was named, and says why where it cannot', async () => {
    const settingsFolder = join(folder, 'settings')
    const again = await startShell(sources, 'ts', { settingsFolder, project })
    expect(await again.page().client.projects.current()).toMatchObject({ name: 'One' })
    const other = await startShell(sources, 'ts', { settingsFolder, project })
    await expect.poll(() => other.notices.length).toBe(1)
    expect(await other.page().client.projects.current()).toBeNull()
    for (const one of [again, other]) one.close()
  })
})
