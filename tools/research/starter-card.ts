import { evaluationSchema } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import { gradeNames, grades } from '#shared/grades.ts'
import { recipeSchema } from '#shared/recipe.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { evaluateModel } from '#workstation/judgement/judge.ts'
import type { StarterCard } from '#workstation/models/starter-file.ts'
import { looksOf } from '#workstation/provenance/learnt-elsewhere.ts'

/** The file of weights that `make-starter.ts` trains first. */
export const drawnWeights = 'drawn.onnx'

/** Under so many photographs of a grade its figures say little. */
const fewOfGrade = 30

/** What the card of a model trained on IDRiD says: nothing of when, where and in which project that was. */
export function starterCard(store: ProjectStore, model: ModelRow): Omit<StarterCard, 'sha256'> {
  const { architecture, head, card, snapshot } = model
  const trained = recipeSchema.parse(card.recipe)
  // A model of the project that made it means nothing elsewhere.
  const recipe = { ...trained, start: trained.start === 'scratch' ? trained.start : { weights: drawnWeights } }
  if (snapshot === null) throw new AppError('usage', `Model ${model.id} was not trained in this project.`)
  const items = store.snapshots.items(snapshot).filter(({ part }) => part !== 'hold-out')
  const report = evaluateModel(store, model.id, { split: 'out-of-fold' })
  if (report.n === 0) throw new AppError('usage', `Model ${model.id} has no out-of-fold predictions to judge it by.`)
  const counts = report.confusion.map((row) => row.reduce((sum, n) => sum + n, 0))
  const rare = grades.flatMap((grade) => {
    const n = counts[grade] ?? 0
    return n < fewOfGrade ? [`${n} of ${gradeNames[grade]}`] : []
  })
  const contents = new Set(items.map(({ image }) => store.images.get(image).sha256))
  const hashes = items.map(({ image }) => store.images.get(image).perceptualHash)
  return {
    name: 'Starter',
    trainedOn: `${items.length} photographs of one clinic with their published grades, from the Indian Diabetic Retinopathy Image Dataset (IDRiD), scaled to 1,024 pixels${recipe.start === 'scratch' ? '' : ', from weights that had learnt from drawn ones'}.`,
    attribution:
      'P. Porwal, S. Pachade, R. Kamble, M. Kokare, G. Deshmukh, V. Sahasrabuddhe and F. Meriaudeau, Indian Diabetic Retinopathy Image Dataset (IDRiD), 2018',
    licence: 'CC BY 4.0',
    limits: [
      `It learnt from ${items.length} photographs of one clinic. Expect it to be worse than its figures on photographs of another camera, clinic or people.`,
      ...(rare.length > 0
        ? [`It was judged on only ${rare.join(' and ')}, too few to tell how well it finds that.`]
        : []),
      'Not for diagnosis: it is a place to start relabelling and training from.',
    ],
    heldOutHow: `${recipe.folds} fits of the same recipe, each judged on photographs that it never saw under any name; the model itself is one more fit. IDRiD names no patients, so the two eyes of one may have been on both sides.`,
    heldOut: rounded(report),
    architecture,
    head,
    parameters: Number(card.parameters),
    recipe,
    learntFrom: [...new Set(hashes)].sort(),
    looks: looksOf(store, (sha256) => contents.has(sha256)),
  }
}

/** To four digits: further ones are noise, and hard to read in a file. */
function rounded(report: StarterCard['heldOut']): StarterCard['heldOut'] {
  const round = (_: string, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value)
  return evaluationSchema.parse(JSON.parse(JSON.stringify(report, round)))
}
