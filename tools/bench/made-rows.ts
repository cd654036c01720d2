import { createHash } from 'node:crypto'
import { linkSync, mkdirSync } from 'node:fs'
import { extname, join } from 'node:path'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { type Grade, predictedGrade } from '#shared/grades.ts'
import { type ImageId, sha256Schema } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { LearntLabel } from '#store/dynamics.ts'
import { createProject } from '#store/open.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { rankAll } from '#workstation/suspicion/rank.ts'

interface MadeRows {
  /** Where the project is made; its photographs go beside it. */
  readonly folder: string
  readonly rows: number
  /** Photographs that the rows show in turn, as hard links. */
  readonly files: readonly string[]
  readonly at: string
}

/** Links in one folder: more make some file systems slow. */
const filesPerFolder = 1000

/** A project with as many labelled, predicted and ranked photographs as asked for, written past the import so that
 *  100,000 take seconds. Every row has content of its own as far as the store can tell. Gives the project's folder. */
export function makeRows({ folder, rows, files, at }: MadeRows): string {
  const project = join(folder, 'made.regrade')
  const photographs = join(folder, 'rows')
  const store = createProject(project, { name: 'Made rows', id: 'made', version: '0', now: at })
  try {
    const paths = linkFiles(photographs, files, rows)
    store.transaction(() => fill(store, photographs, paths, at))
  } finally {
    store.close()
  }
  return project
}

function linkFiles(folder: string, files: readonly string[], rows: number): string[] {
  return Array.from({ length: rows }, (_, row) => {
    const part = String(Math.floor(row / filesPerFolder)).padStart(3, '0')
    if (row % filesPerFolder === 0) mkdirSync(join(folder, part), { recursive: true })
    const from = files[row % files.length] ?? ''
    const path = `${part}/made-${String(row).padStart(6, '0')}${extname(from)}`
    linkSync(from, join(folder, path))
    return path
  })
}

function fill(store: ProjectStore, folder: string, paths: readonly string[], at: string): void {
  const uniform = seededUniform(1)
  const sourceId = store.images.upsertSource(folder, at)
  const labelSet = { name: 'made', layout: 'aptos', fileName: 'made.csv', sha256: contentHash('labels'), sourceId }
  const set = store.labels.addSet({ ...labelSet, shape: {}, primary: true }, at)
  const model = store.models.add(
    {
      name: 'made',
      architecture: 'efficientnet-b0',
      head: 'softmax',
      blob: contentHash('model'),
      parent: null,
      run: null,
      snapshot: null,
      card: {},
      status: 'promoted',
    },
    at,
  )
  const made = paths.map((relativePath, row) => {
    const stem = relativePath.slice(4, -extname(relativePath).length)
    const content = { sha256: contentHash(stem), bytes: 1, format: 'jpeg', width: 1024, height: 680, orientation: 1 }
    const image = store.images.add(
      {
        sourceId,
        relativePath,
        stem,
        content: { ...content, perceptualHash: '0'.repeat(16) },
        patient: `p${Math.floor(row / 2)}`,
        eye: row % 2 === 0 ? 'left' : 'right',
        modifiedMs: 0,
      },
      at,
    )
    const probabilities = drawProbabilities(uniform)
    const label = uniform() < 0.7 ? predictedGrade(probabilities) : predictedGrade(drawProbabilities(uniform))
    return { image, line: row + 2, name: stem, label, probabilities }
  })
  store.labels.addRows(
    set,
    made.map(({ image, line, name, label }) => ({
      line,
      name,
      image,
      raw: [name, String(label)],
      grade: label,
      oedema: null,
      rejected: null,
    })),
  )
  store.predictions.put(
    model,
    made.map(({ image, probabilities }) => ({ image, outOfFold: true, fold: null, probabilities })),
    at,
  )
  store.dynamics.put(model, made.map(drawDynamics))
  rankAll(store, model)
}

/** How the labels would have been learnt, margins spread evenly. */
function drawDynamics({ image, label }: { readonly image: ImageId; readonly label: Grade }, row: number): LearntLabel {
  const standing = (row % 41) / 10 - 2
  return {
    image,
    label,
    seen: 16,
    margin: standing,
    standing,
    loss: 1,
    lastLoss: 1,
    losses: [],
    forgotten: 0,
    learntAt: 4,
  }
}

function drawProbabilities(uniform: () => number): GradeProbabilities {
  const draws = [uniform(), uniform(), uniform(), uniform(), uniform()].map((value) => value ** 3 + 0.01)
  const sum = draws.reduce((total, value) => total + value, 0)
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = draws.map((value) => value / sum)
  return [a, b, c, d, e]
}

function contentHash(text: string) {
  return sha256Schema.parse(createHash('sha256').update(text).digest('hex'))
}
