import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { columns, figure } from '#hosts/cli/words.ts'
import { encodeJpeg } from '#imaging/encode.ts'
import { makeDataset } from '#imaging/made/dataset.ts'
import { type MadePhotograph, makePhotograph } from '#imaging/made/photograph.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { activationMapMethods } from '#learning/saliency/class-activation.ts'
import { explainPhotograph } from '#learning/saliency/explain.ts'
import type { ModelFile } from '#learning/saliency/loaded-map-maker.ts'
import { trainModel } from '#learning/training/train-model.ts'
import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import { openExplainer } from '#nn/saliency-graph.ts'
import { type MapMethod, mapMethods } from '#shared/contract/looking.ts'
import type { Grade } from '#shared/grades.ts'
import { type Sha256, sha256Schema } from '#shared/ids.ts'
import { sha256Of } from '#store/blobs.ts'
import { openProject } from '#store/open.ts'
import { usualModel } from '#workstation/models/usual-model.ts'
import { correlation, type Pointing, pointing } from './pointing.ts'

/* How well heat maps point at lesions, by method and layer: on made photographs, where lesions are known, explains the true grade
   and holds the map against each kind of lesion. A first column counts lesions of any kind, a second microaneurysms where
   there is nothing else. How alike the maps of one photograph for its grade and for the grade below are tells whether a
   method answers the question at all. Takes minutes, with occlusion among the methods the better part of an hour, so it is run by hand:

     node tools/research/pointing-game.ts                                  trains `quick` on made photographs first
     node tools/research/pointing-game.ts --project FOLDER                 the current model of a project
     node tools/research/pointing-game.ts --model FILE.onnx --methods grad-cam,layer-cam --photographs 40

   The trained model, and table and figures as JSON, are kept in the output folder. */

const { values: options } = parseArgs({
  options: {
    output: { type: 'string', default: join(tmpdir(), 'regrade-pointing-game') },
    project: { type: 'string' },
    model: { type: 'string' },
    train: { type: 'string', default: '600' },
    set: { type: 'string', multiple: true, default: ['folds=0', 'epochs=10'] },
    photographs: { type: 'string', default: '100' },
    size: { type: 'string', default: '512' },
    seed: { type: 'string', default: 'pointing game' },
    methods: { type: 'string', default: mapMethods.join(',') },
    /** Cells a side of the layers that are tried; all of them where left out. */
    cells: { type: 'string' },
    tolerance: { type: 'string', default: '0.02' },
  },
})
const threads = availableParallelism()
const tolerance = Number(options.tolerance)

/** A made photograph as a file. */
interface Shown {
  readonly path: string
  readonly made: MadePhotograph
}

async function makeShown(): Promise<Shown[]> {
  const plan = { count: Number(options.photographs), seed: options.seed, size: Number(options.size) }
  const shown: Shown[] = []
  for (const { name, photograph } of makeDataset({ ...plan, gradeShares: [0, 2, 2, 1, 1] })) {
    const made = makePhotograph(photograph)
    if (made.lesions.length === 0) continue
    const path = join(options.output, 'photographs', `${name}.jpg`)
    await writeFile(path, await encodeJpeg(made))
    shown.push({ path, made })
  }
  return shown
}

async function modelBytes(): Promise<Uint8Array> {
  if (options.model !== undefined) return await readFile(options.model)
  if (options.project === undefined) return await trainedModel()
  const store = openProject(options.project, { version: 'experiment', now: new Date().toISOString() })
  try {
    const model = usualModel(store)
    if (!model) throw new Error('The project has no model.')
    return await store.blobs.read(model.blob)
  } finally {
    store.close()
  }
}

async function trainedModel(): Promise<Uint8Array> {
  const file = join(options.output, 'model.onnx')
  if (existsSync(file)) return await readFile(file)
  const folder = join(options.output, 'learnt-from')
  await mkdir(folder, { recursive: true })
  const items = makeDataset({ count: Number(options.train), seed: `${options.seed}, learnt from`, size: 256 })
  const photographs = items.map(async (item) => {
    const bytes = await encodeJpeg(makePhotograph(item.photograph))
    const path = join(folder, `${item.name}.jpg`)
    await writeFile(path, bytes)
    return { hash: sha256Of(bytes), path, group: item.patient, grade: item.trueGrade, origin: 'imported' } as const
  })
  const stored = new Map<Sha256, Uint8Array>()
  const read = (sha256: Sha256) => {
    const bytes = stored.get(sha256)
    if (!bytes) throw new Error(`Nothing was stored as ${sha256}.`)
    return bytes
  }
  const fields = Object.fromEntries(options.set.map((one) => one.split('=', 2) as [string, string]))
  const trained = await trainModel(
    {
      ...{ photographs: await Promise.all(photographs), lockedGroups: [], recipe: resolveRecipe('quick', fields) },
      ...{ runtime: 'cpu', threads, cacheFolder: join(options.output, 'cache'), now: () => performance.now() },
      blobs: {
        put: async (bytes) => {
          const sha256 = sha256Schema.parse(sha256Of(bytes))
          stored.set(sha256, bytes)
          return sha256
        },
        read: async (sha256) => read(sha256),
      },
    },
    { onEvent: (event) => event.kind === 'epoch' && console.error(`epoch ${event.epoch.epoch} of ${event.fit}`) },
  )
  await writeFile(file, read(trained.model))
  return read(trained.model)
}

/** What maps are drawn from: the last layer of each resolution from 6 to 64 cells, and those up to 30 fused. */
async function layerChoices(
  bytes: Uint8Array,
): Promise<{ readonly name: string; readonly layers: readonly string[] }[]> {
  const explainer = await openExplainer(await openOnnxRuntime('cpu', { threads }), bytes)
  await explainer.close()
  const heights = [...new Set(explainer.layers.map(({ height }) => height))].filter((one) => one >= 6 && one <= 64)
  const last = heights.map((height) => explainer.layers.findLast((layer) => layer.height === height))
  const wanted = ({ height }: { height: number }) => options.cells === undefined || Number(options.cells) === height
  const found = last.filter((layer) => layer !== undefined).filter(wanted)
  const fused = found.filter(({ height }) => height <= 30)
  return [
    ...found.map(({ name, height, width }) => ({ name: `${height} x ${width}`, layers: [name] })),
    ...(fused.length > 1
      ? [{ name: fused.map(({ height }) => height).join(' + '), layers: fused.map(({ name }) => name) }]
      : []),
  ]
}

/** Of each kind of lesion that the photograph has, of any, and of microaneurysms where there is nothing else. */
function asked({ lesions }: MadePhotograph): Map<string, MadePhotograph['lesions']> {
  const kinds = new Set(lesions.map(({ kind }) => kind))
  const found = new Map<string, MadePhotograph['lesions']>([['any lesion', lesions]])
  if (kinds.size === 1 && kinds.has('microaneurysm')) found.set('microaneurysm alone', lesions)
  for (const kind of kinds)
    found.set(
      kind,
      lesions.filter((lesion) => lesion.kind === kind),
    )
  return found
}

type Found = Map<string, Pointing[]>

/** Photographs whose map for the grade below is drawn, too. */
const askedOfTwoGrades = 20

async function play(shown: readonly Shown[], model: ModelFile, method: MapMethod, layers: readonly string[]) {
  const found: Found = new Map()
  const alike: number[] = []
  for (const [place, { path, made }] of shown.entries()) {
    const request = { models: [model], path, grade: made.grade, method, layers, runtime: 'cpu', threads } as const
    const { map, crop } = await explainPhotograph(request)
    if (place < askedOfTwoGrades && made.grade > 0) {
      const below = await explainPhotograph({ ...request, grade: (made.grade - 1) as Grade })
      alike.push(correlation(map.values, below.map.values))
    }
    for (const [kind, lesions] of asked(made)) {
      const list = found.get(kind) ?? []
      found.set(kind, [...list, pointing(map, crop, lesions, tolerance)])
    }
  }
  return { found, alike: mean(alike) }
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

function tableOf(
  rows: readonly { readonly title: readonly string[]; readonly found: Found }[],
  key: 'hit' | 'overlap',
) {
  const [first] = rows
  const kinds = [...(first?.found ?? [])].toSorted(([, a], [, b]) => b.length - a.length)
  const chance = kinds.map(([, list]) => figure(mean(list.map((one) => one.chance)), 2))
  return columns([
    ['method', 'layer', ...kinds.map(([kind, list]) => `${kind} (${list.length})`)],
    ...(key === 'hit' ? [['by chance', '', ...chance]] : []),
    ...rows.map(({ title, found }) => [
      ...title,
      ...kinds.map(([kind]) => figure(mean((found.get(kind) ?? []).map((one) => Number(one[key]))), 2)),
    ]),
  ])
}

await mkdir(join(options.output, 'photographs'), { recursive: true })
const bytes = await modelBytes()
const model = { sha256: sha256Of(bytes), read: async () => bytes }
const shown = await makeShown()
const choices = await layerChoices(bytes)
const overLayers = new Set<string>(activationMapMethods)
const rows: { title: string[]; found: Found; alike: number }[] = []
for (const method of mapMethods.filter((one) => options.methods.split(',').includes(one))) {
  for (const { name, layers } of overLayers.has(method) ? choices : [{ name: 'image', layers: [] }]) {
    const start = performance.now()
    rows.push({ title: [method, name], ...(await play(shown, model, method, layers)) })
    console.error(`${method}, ${name}: ${Math.round((performance.now() - start) / shown.length)} ms a map`)
  }
}
console.log(`Pointing game, a hit within ${tolerance} of the side of a lesion:\n${tableOf(rows, 'hit')}`)
console.log(`\nOverlap (intersection over union) of lesions and highest places:\n${tableOf(rows, 'overlap')}`)
const likeness = rows.map(({ title, alike }) => [...title, figure(alike, 2)])
console.log(`\nCorrelation of the maps for a grade and for the one below:\n${columns(likeness)}`)
const figures = rows.map(({ title, found, alike }) => ({
  alike,
  method: title[0],
  layer: title[1],
  found: Object.fromEntries(found),
}))
await writeFile(join(options.output, 'figures.json'), JSON.stringify(figures))
