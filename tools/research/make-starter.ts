import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { applicationFolder, applicationVersion } from '#hosts/application.ts'
import { describeEvaluation } from '#hosts/cli/describe-evaluation.ts'
import { makeDataset } from '#imaging/made/dataset.ts'
import { AppError } from '#shared/errors.ts'
import { modelIdSchema } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'
import { usualModel } from '#workstation/models/usual-model.ts'
import { regrade } from '../../tests/integration/command-line.ts'
import { idridFolder } from '../real-photographs.ts'
import { type HalfName, halfNames, linkHalf } from './halves.ts'
import { drawnWeights, starterCard } from './starter-card.ts'
import { writeMade } from './write-made.ts'
import { writeStarter } from './write-starter.ts'

/* Makes the model that new projects are given, and its card: resources/models/starter.onnx and starter.json. Trains on the
   IDRiD photographs alone, from weights that it first trains on drawn ones (docs/decisions/0010), for hours on two cores, so it
   is run by hand:

     node tools/research/make-starter.ts                                  trains by starter-made-recipe.json, then starter-recipe.json
     node tools/research/make-starter.ts --recipe FILE --data FOLDER      by another recipe, from another place
     node tools/research/make-starter.ts --project FOLDER [--model m2]    writes the files of a model that was trained so
     node tools/research/make-starter.ts --set epochs=6 --drawn 300       quicker and worse: fewer drawn photographs, fields of both recipes
     node tools/research/make-starter.ts --half first --output FOLDER     learns from one half of the photographs (halves.ts) and has
                                                                          never seen the other: for trials of what a starter says of
                                                                          photographs that are new to it

   The same recipe gives the same two files on the CPU. */

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: idridFolder },
    recipe: { type: 'string', default: join(import.meta.dirname, 'starter-recipe.json') },
    project: { type: 'string' },
    model: { type: 'string' },
    half: { type: 'string' },
    set: { type: 'string', multiple: true, default: [] },
    drawn: { type: 'string', default: '1200' },
    output: { type: 'string', default: join(applicationFolder, 'resources', 'models') },
  },
})

const mostBytes = 20e6

const drawnPhotographs = Number(options.drawn)

/** A project with a model that learnt from the IDRiD photographs. */
async function trainOnIdrid(home: string): Promise<string> {
  const weights = await trainOnDrawn(home)
  const photographs = {
    images: await photographsOf(join(resolve(options.data), 'images'), home),
    labels: join(options.data, 'official_training_labels.csv'),
  }
  return await trained(home, 'starter', photographs, ['--recipe', options.recipe, '--set', `start=${weights}`])
}

/** The folder to learn from: the whole one, or links to half of it. */
async function photographsOf(folder: string, home: string): Promise<string> {
  if (options.half === undefined) return folder
  const half: HalfName | undefined = halfNames.find((name) => name === options.half)
  if (!half) throw new AppError('usage', `--half is one of ${halfNames.join(' and ')}.`)
  const links = join(home, `${half}-half`)
  await mkdir(links)
  await linkHalf(folder, half, links)
  return links
}

/** A file of weights that know what lesions look like, and no real photograph. */
async function trainOnDrawn(home: string): Promise<string> {
  const items = makeDataset({ count: drawnPhotographs, seed: 'starter', size: 256 })
  const photographs = { images: join(home, 'drawn'), labels: join(home, 'drawn.csv') }
  await writeMade(photographs, items, ({ trueGrade }) => trueGrade)
  const recipe = join(import.meta.dirname, 'starter-made-recipe.json')
  const project = await trained(home, 'drawn', photographs, ['--recipe', recipe])
  const weights = join(home, drawnWeights)
  await run(home, 'model', 'export', project, '--model', 'm1', '--file', weights)
  return weights
}

async function trained(
  home: string,
  name: string,
  { images, labels }: { readonly images: string; readonly labels: string },
  recipe: readonly string[],
): Promise<string> {
  const project = join(home, `${name}.regrade`)
  await run(home, 'init', project)
  await run(home, 'import', project, '--images', images, '--labels', labels)
  await run(home, 'train', project, ...recipe, ...options.set.flatMap((one) => ['--set', one]), '--runtime', 'cpu')
  return project
}

async function run(home: string, ...words: string[]): Promise<void> {
  const { code, out } = await regrade(words, { home, onErr: (text) => process.stderr.write(text) })
  if (code !== 0) throw new Error(`regrade ${words.join(' ')} ended with ${code}.`)
  console.log(out.trim())
}

async function writeFiles(project: string): Promise<void> {
  const store = openProject(project, { version: applicationVersion(), now: new Date().toISOString() })
  try {
    const { model: asked } = options
    const model = asked === undefined ? usualModel(store) : store.models.get(modelIdSchema.parse(asked))
    if (!model) throw new AppError('model_missing', `There is no model in ${project}.`)
    const bytes = await store.blobs.read(model.blob)
    if (bytes.length > mostBytes) throw new AppError('usage', `The model has ${bytes.length} bytes, too many to ship.`)
    const card = await writeStarter(options.output, bytes, starterCard(store, model))
    console.log(`${card.trainedOn}\n${describeEvaluation(card.heldOut)}\n${card.heldOutHow}`)
    console.log(`${(bytes.length / 1e6).toFixed(1)} MB in ${options.output}, SHA-256 ${card.sha256}`)
  } finally {
    store.close()
  }
}

const home = await mkdtemp(join(tmpdir(), 'regrade-starter-'))
try {
  await writeFiles(options.project ?? (await trainOnIdrid(home)))
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
}
