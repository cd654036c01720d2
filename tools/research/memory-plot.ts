import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { applicationVersion } from '#hosts/application.ts'
import { runIdSchema } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'

/* Draws the memory of the process that computed a run, epoch by epoch over all its fits, from what the run kept of itself:

     node tools/research/memory-plot.ts PROJECT RUN [FILE.svg]

   Prints the least, the most and the last, and how long the run took. */

const [project, name, file = 'memory.svg'] = process.argv.slice(2)
if (!project || !name) throw new Error('Usage: node tools/research/memory-plot.ts PROJECT RUN [FILE.svg]')

const store = openProject(project, { version: applicationVersion(), now: new Date().toISOString() })
const epochs = store.runs
  .metrics(runIdSchema.parse(name))
  .flatMap(({ fit, at, epoch: { memory } }) => (memory === undefined ? [] : [{ fit, at: Date.parse(at), memory }]))
  .sort((a, b) => a.at - b.at)
store.close()
const [first, last] = [epochs[0], epochs.at(-1)]
if (!first || !last) throw new Error(`Run ${name} kept no memory of its epochs.`)

const megabytes = epochs.map(({ memory }) => memory / 1e6)
const most = Math.max(...megabytes)
const minutes = (last.at - first.at) / 60_000
console.log(
  `${epochs.length} epochs in ${minutes.toFixed(1)} minutes: least ${Math.min(...megabytes).toFixed(0)} MB, most ${most.toFixed(0)}, first ${megabytes[0]?.toFixed(0)}, last ${megabytes.at(-1)?.toFixed(0)}`,
)
for (const fit of new Set(epochs.map((one) => one.fit))) {
  const own = epochs.flatMap((one, index) => (one.fit === fit ? (megabytes[index] as number) : []))
  console.log(`  ${fit}: ${Math.min(...own).toFixed(0)} to ${Math.max(...own).toFixed(0)} MB`)
}

const [width, height, margin] = [900, 300, 50]
const x = (at: number) => margin + ((at - first.at) / Math.max(1, last.at - first.at)) * (width - 2 * margin)
const y = (value: number) => height - margin - (value / (1.1 * most)) * (height - 2 * margin)
const points = epochs
  .map(({ at }, index) => `${x(at).toFixed(1)},${y(megabytes[index] as number).toFixed(1)}`)
  .join(' ')
const words = (at: string, text: string) => `<text ${at} font-family="sans-serif" font-size="13">${text}</text>`
await writeFile(
  resolve(file),
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" style="background:white">
<path d="M${margin} ${margin}V${height - margin}H${width - margin}" fill="none" stroke="#888"/>
<polyline points="${points}" fill="none" stroke="#0a6" stroke-width="2"/>
${words(`x="${margin}" y="${height - 20}"`, 'start')}
${words(`x="${width - margin}" y="${height - 20}" text-anchor="end"`, `${minutes.toFixed(0)} minutes`)}
${words(`x="${margin - 5}" y="${y(most)}" text-anchor="end"`, most.toFixed(0))}
${words(`x="${margin}" y="${margin - 15}"`, 'Resident memory of the computing process, MB, at the end of each epoch')}
</svg>
`,
)
