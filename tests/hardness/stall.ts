import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testWorkstation, writeMadePhotographs } from '../integration/made-project.ts'

/** How long the workstation's process answers nobody while a label file of many rows is previewed and imported:
 *  `node tests/hardness/stall.ts [ROWS]`. Prints milliseconds. */
const count = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(join(tmpdir(), 'regrade-stall-'))
const workstation = await testWorkstation(folder)
try {
  await writeMadePhotographs(folder, 10)
  const labelsFile = join(folder, 'many.csv')
  const lines = ['image,level']
  for (let row = 0; row < count; row++) lines.push(`${row}_left,${row % 5}`)
  writeFileSync(labelsFile, `${lines.join('\n')}\n`)
  const { client } = workstation
  await client.projects.create({ folder: join(folder, 'stall.regrade'), name: 'Stall' })
  const request = { imagesFolder: join(folder, 'photographs'), labelsFile }
  const preview = await longestStall(async () => (await client.imports.preview(request)).rows)
  console.log(JSON.stringify({ what: 'preview', rows: count, ...preview }))
  const imported = await longestStall(async () => {
    const { id } = await client.imports.start(request)
    for (;;) {
      const run = (await client.jobs.list()).find((one) => one.id === id)
      if (run && !['queued', 'running'].includes(run.state)) return run.state
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  })
  console.log(JSON.stringify({ what: 'import', rows: count, ...imported }))
} finally {
  await workstation.close()
  rmSync(folder, { recursive: true, force: true })
}

/** The longest times between two turns of the event loop, which is asked for one every 5 ms. */
async function longestStall(work: () => Promise<unknown>) {
  const stalls: number[] = []
  let last = performance.now()
  const started = last
  const timer = setInterval(() => {
    const now = performance.now()
    stalls.push(now - last - 5)
    last = now
  }, 5)
  const result = await work()
  stalls.push(performance.now() - last)
  clearInterval(timer)
  const longest = stalls
    .sort((a, b) => b - a)
    .slice(0, 5)
    .map(Math.round)
  return {
    result,
    tookMs: Math.round(performance.now() - started),
    longest,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1e3),
  }
}
