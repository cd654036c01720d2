import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fuzzLabelFiles } from './label-files.ts'
import { fuzzOnnx } from './onnx-files.ts'
import { fuzzPhotographs } from './photographs.ts'
import { fuzzRecipes } from './recipes.ts'
import type { FuzzReport } from './report.ts'
import { fuzzSafetensors } from './safetensors-files.ts'

/** Odd inputs of every kind: `node tests/hardness/fuzz/run.ts KIND [SEED] [COUNT]`. Prints figures, and fails where an input came to
 *  what no input should. */
const kinds: Readonly<
  Record<string, { count: number; run: (seed: number, count: number, folder: string) => Promise<FuzzReport> }>
> = {
  'label-files': { count: 3000, run: (seed, count) => fuzzLabelFiles(seed, count, { large: true }) },
  photographs: { count: 3000, run: fuzzPhotographs },
  recipes: { count: 2000, run: fuzzRecipes },
  'onnx-files': { count: 1000, run: fuzzOnnx },
  'safetensors-files': { count: 1500, run: fuzzSafetensors },
}

const [name = '', seed = '1', count] = process.argv.slice(2)
const kind = kinds[name]
if (!kind) {
  console.error(`One of ${Object.keys(kinds).join(', ')} is wanted, and then a seed and a count.`)
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'regrade-fuzz-'))
try {
  const { complaints, ...report } = await kind.run(Number(seed), Number(count ?? kind.count), folder)
  console.log(JSON.stringify({ kind: name, seed: Number(seed), ...report, complaints: complaints.length }))
  for (const complaint of complaints.slice(0, 40)) console.error(complaint)
  process.exitCode = complaints.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}
