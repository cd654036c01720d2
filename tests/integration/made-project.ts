import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeJpeg } from '#imaging/encode.ts'
import { type DatasetItem, makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { smallModel } from '#learning/testing/small-model.ts'
import type { Run } from '#shared/contract/common.ts'
import type { ImportReport } from '#shared/contract/imports.ts'
import type { ModelId } from '#shared/ids.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { openWorkstation, type Workstation } from '#workstation/workstation.ts'

/** A folder for one test; `remove` when it is over. */
export function temporaryFolder(): { readonly folder: string; readonly remove: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'regrade-test-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** The real workstation, as the plain hosts have it, with settings of its own. New projects get no model unless `starter`
 *  is a folder with one; new photographs are then scored unasked. */
export async function testWorkstation(folder: string, starter?: string): Promise<Workstation> {
  const settingsFolder = join(folder, 'settings')
  return await openWorkstation({
    ...{ host: 'browser', compute: forkedComputeHost(), settingsFolder, version: 'test' },
    ...{ starterFolder: starter, attended: true },
  })
}

/** Made photographs and an EyePACS label file with some Mild and Moderate swapped. */
export async function writeMadePhotographs(folder: string, count: number, size = 96): Promise<DatasetItem[]> {
  const items = makeDataset({ count, size, seed: 'tests', noise: { boundary: [1, 2], fraction: 0.3 } })
  await mkdir(join(folder, 'photographs'), { recursive: true })
  for (const { name, photograph } of items) {
    await writeFile(join(folder, 'photographs', `${name}.jpeg`), await encodeJpeg(makePhotograph(photograph)))
  }
  const lines = items.map(({ name, givenGrade }) => `${name},${givenGrade}`)
  await writeFile(join(folder, 'labels.csv'), ['image,level', ...lines, ''].join('\n'))
  return items
}

/** The settings of a run on the tests' own small network, whose file it writes: for whatever is not about an architecture. */
export function smallStart(folder: string): { readonly architecture: string; readonly start: string } {
  const start = join(folder, 'small.onnx')
  writeFileSync(start, smallModel)
  return { architecture: 'current', start }
}

/** A project with those photographs imported, open in the workstation. */
export async function importMadePhotographs(workstation: Workstation, folder: string): Promise<ImportReport> {
  const { client } = workstation
  await client.projects.create({ folder: join(folder, 'made.regrade'), name: 'Made' })
  const started = await client.imports.start({
    imagesFolder: join(folder, 'photographs'),
    labelsFile: join(folder, 'labels.csv'),
  })
  await ended(workstation, started)
  const report = await client.imports.report({ run: started.id })
  if (!report) throw new Error('The import left no report.')
  return report
}

/** Waits until a run has ended, and fails where it did not end well. */
export async function ended(workstation: Workstation, run: Run): Promise<Run> {
  for (;;) {
    const now = await workstation.client.jobs.get({ run: run.id })
    if (now.state === 'done') return now
    if (!['queued', 'running', 'cancelling'].includes(now.state)) {
      throw new Error(`Run ${run.id} ended ${now.state}: ${now.error?.message ?? 'no reason given'}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Kills the children of this test process that run the compute entry. The promise is kept once this process knows that they
 *  are gone: a task handed to one before that fails with it. */
export async function killComputeProcesses(): Promise<void> {
  const killed: number[] = []
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  for (const line of lines) {
    const [pid, parent, ...args] = line.trim().split(/\s+/)
    if (Number(parent) === process.pid && args.join(' ').includes(join('compute', 'entry.ts'))) {
      process.kill(Number(pid), 'SIGKILL')
      killed.push(Number(pid))
    }
  }
  while (killed.some(isThere)) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** A process that has ended is there until its parent has been told. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Puts a model in use, and waits until it has looked at every photograph. */
export async function promoted(workstation: Workstation, model: ModelId | null): Promise<void> {
  if (model === null) throw new Error('There is no model to promote.')
  const { run } = await workstation.client.models.promote({ model })
  if (run) await ended(workstation, run)
}
