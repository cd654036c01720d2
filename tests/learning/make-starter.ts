import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { applicationFolder, applicationVersion } from '#hosts/application.ts'
import { describeEvaluation } from '#hosts/cli/describe-evaluation.ts'
import { AppError } from '#shared/errors.ts'
import { modelIdSchema } from '#shared/ids.ts'
import { openProject } from '#store/open.ts'
import { regrade } from '../integration/command-line.ts'
import { starterCard } from './starter-card.ts'
import { writeStarter } from './write-starter.ts'

/* Makes the model that new projects are given, and its card: resources/models/starter.onnx and starter.json. Trains on the
   IDRiD photographs alone, for hours on two cores, so it is run by hand:

     node tests/learning/make-starter.ts                                  trains by starter-recipe.json
     node tests/learning/make-starter.ts --recipe FILE --data FOLDER      by another recipe, from another place
     node tests/learning/make-starter.ts --project FOLDER [--model m2]    writes the files of a model that was trained so

   The same recipe gives the same two files on the CPU. */

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: join(applicationFolder, '..', 'shared', 'data', 'idrid') },
    recipe: { type: 'string', default: join(import.meta.dirname, 'starter-recipe.json') },
    project: { type: 'string' },
    model: { type: 'string' },
    output: { type: 'string', default: join(applicationFolder, 'resources', 'models') },
  },
})

const mostBytes = 20e6

async function trainOnIdrid(home: string): Promise<string> {
  const project = join(home, 'starter.regrade')
  const labels = join(options.data, 'official_training_labels.csv')
  await run('init', project)
  await run('import', project, '--images', join(options.data, 'images'), '--labels', labels)
  await run('train', project, '--recipe', options.recipe, '--runtime', 'cpu')
  return project

  async function run(...words: string[]): Promise<void> {
    const { code, out } = await regrade(words, { home, onErr: (text) => process.stderr.write(text) })
    if (code !== 0) throw new Error(`regrade ${words.join(' ')} ended with ${code}.`)
    console.log(out.trim())
  }
}

async function writeFiles(project: string): Promise<void> {
  const store = openProject(project, { version: applicationVersion(), now: new Date().toISOString() })
  try {
    const { model: asked } = options
    const model = asked === undefined ? store.models.current() : store.models.get(modelIdSchema.parse(asked))
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
