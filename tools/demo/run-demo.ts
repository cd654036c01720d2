import { AppError } from '#shared/errors.ts'
import { applicationVersion } from '../../src/hosts/application.ts'
import { followRun, progressLines } from '../../src/hosts/cli/follow-run.ts'
import { withWorkstation } from '../../src/hosts/cli/project.ts'
import type { Terminal } from '../../src/hosts/cli/terminal.ts'
import { trainProject } from '../../src/hosts/cli/train.ts'
import { emptyDemoFolder } from './demo-folder.ts'
import { foundWrongLabels } from './found-wrong-labels.ts'
import { judgeHeldOut } from './held-out.ts'
import { makePhotographs, noisyBoundary } from './make-photographs.ts'
import { StageClock } from './stage-clock.ts'

/** The whole job on made photographs in `folder`, with what it found beside the known answers. */
export async function runDemo(folder: string, seed: number, terminal: Terminal) {
  const { now, signal, err } = terminal
  const opening = { version: applicationVersion(), now: now().toISOString() }
  const clock = new StageClock(() => now().getTime())
  const place = emptyDemoFolder(folder, opening)
  const tell = progressLines({ err })
  const items = await clock.stage('make', () =>
    makePhotographs(place, seed, { signal, onProgress: (progress) => tell(progress) }),
  )
  const found = await withWorkstation(terminal, async ({ client }) => {
    await client.projects.create({ folder: place.project, name: 'Demonstration' })
    const imported = await clock.stage('import', async () => {
      const request = { imagesFolder: place.photographs, labelsFile: place.labels, labelSet: 'labels' }
      const { id } = await followRun(client, await client.imports.start(request), terminal)
      return await client.imports.report({ run: id })
    })
    const screened = await clock.stage('screen', async () => {
      const { id } = await followRun(client, await client.quality.screen(), terminal)
      return await client.quality.report({ run: id })
    })
    const trained = await clock.stage('train', () =>
      trainProject(client, { recipe: 'quick', set: { seed: String(seed) }, runtime: 'auto' }, terminal),
    )
    const { model } = trained
    if (!imported || !screened || model === null) throw new AppError('internal', 'A step of the demo left no result.')
    await clock.stage('score', async () => followRun(client, await client.models.score({ model }), terminal))
    const suspects = await clock.stage('suspects', () => client.looking.suspects({ limit: 1_000_000 }))
    return { imported, screened, trained, model, suspects }
  })
  const wrong = new Set(items.filter((item) => item.givenGrade !== item.trueGrade).map(({ name }) => name))
  const order = found.suspects.suspects.map(({ image }) => image)
  const atBoundary = found.suspects.suspects.filter(({ label }) => noisyBoundary.includes(label))
  return {
    folder,
    project: place.project,
    photographs: found.imported.images,
    wrongLabels: wrong.size,
    verdicts: found.screened.verdicts,
    run: found.trained.id,
    model: found.model,
    runtime: found.trained.runtime,
    epochs: found.trained.epochs,
    ...judgeHeldOut(place.project, found.model, items, opening),
    suspects: {
      ...foundWrongLabels(order, wrong),
      unscored: found.suspects.unscored,
      first: found.suspects.suspects.slice(0, 10).map((one) => ({ ...one, wrong: wrong.has(one.image) })),
    },
    /** The same order, of the labels at the doubtful boundary alone. */
    suspectsAtBoundary: foundWrongLabels(
      atBoundary.map(({ image }) => image),
      wrong,
    ),
    seconds: clock.seconds(),
  }
}
export type DemoResult = Awaited<ReturnType<typeof runDemo>>
