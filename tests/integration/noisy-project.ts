import { join } from 'node:path'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { addImage, addLabels, hashOf, makeProject, now } from '../store/made-project.ts'

interface NoisyProject {
  readonly project: string
  readonly truth: ReadonlyMap<ImageId, Grade>
  readonly labels: ReadonlyMap<ImageId, Grade>
  /** Right more often than not, of photographs that it has not learnt from. */
  readonly model: ModelId
}

/** A project of photographs without files behind them; three in ten of their Mild and Moderate labels are wrong. */
export function makeNoisyProject(folder: string, count: number): NoisyProject {
  const uniform = seededUniform(7)
  const store = makeProject(folder)
  const images = store.transaction(() =>
    Array.from({ length: count }, (_, index) => {
      const [patient, eye] = [String(Math.floor(index / 2)), index % 2 === 0 ? ('left' as const) : ('right' as const)]
      return addImage(store, `${patient}_${eye}`, patient, eye)
    }),
  )
  const truth = new Map<ImageId, Grade>()
  const labels = new Map<ImageId, Grade>()
  for (const image of images) {
    const grade = Math.floor(5 * uniform()) as Grade
    truth.set(image, grade)
    labels.set(image, (grade === 1 || grade === 2) && uniform() < 0.3 ? ((3 - grade) as Grade) : grade)
  }
  addLabels(store, images, [...labels.values()])
  const rest = { architecture: 'efficientnet-b0', head: 'softmax', parent: null, run: null, snapshot: null, card: {} }
  const model = store.models.add({ ...rest, name: 'm', blob: hashOf('m'), status: 'promoted' }, now)
  const predictions = images.map((image, fold) => {
    const scores = [0, 1, 2, 3, 4].map((grade) => Math.exp(3 * uniform() + (grade === truth.get(image) ? 2.2 : 0)))
    const sum = scores.reduce((all, one) => all + one, 0)
    const probabilities = scores.map((one) => one / sum) as [number, number, number, number, number]
    return { image, outOfFold: true, fold: fold % 5, probabilities }
  })
  store.predictions.put(model, predictions, now)
  store.close()
  return { project: join(folder, 'eyes.regrade'), truth, labels, model }
}

/** A reader who knows the truth reads what comes next, as the window would show it; gives what was shown. */
export async function readNext(
  client: Workstation['client'],
  grader: string,
  truth: ReadonlyMap<ImageId, Grade>,
): Promise<Awaited<ReturnType<Workstation['client']['review']['photograph']>>> {
  const { images, reviewed } = unpackQueue(await client.review.queue({ grader }))
  const image = images[reviewed.indexOf(0)] as ImageId
  const shown = await client.review.photograph({ image, grader })
  const decision = truth.get(image) as Grade
  await client.review.grade({ image, grader, decision, phase: shown.blind ? 'blind' : 'revealed' })
  return shown
}
