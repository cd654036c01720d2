import { renderHeatMap } from '#imaging/heat-map.ts'
import { normalise } from '#imaging/normalise.ts'
import { type PreparedPhotograph, preparePhotograph } from '#imaging/prepare.ts'
import type { Explanation } from '#nn/saliency-graph.ts'
import type { SaliencyLayer } from '#nn/saliency-layers.ts'
import type { mapMethods } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import { type ActivationMapMethod, activationMap, activationMapMethods } from './class-activation.ts'
import { meanMap } from './ensembles/mean-map.ts'
import { LoadedExplainer } from './loaded-explainer.ts'
import { describeModel } from './model-file.ts'
import { gradesAt } from './predict.ts'

export interface ExplainRequest {
  /** The model's .onnx file, or those of an ensemble's members. */
  readonly models: readonly Uint8Array[]
  /** The photograph's file. */
  readonly path: string
  /** Grade to explain; the predicted one where left out. */
  readonly grade?: Grade | undefined
  /** Grade to set it against: what speaks for the one and not for the other is explained. */
  readonly against?: Grade | undefined
  readonly method: (typeof mapMethods)[number]
  /** Layer to look at; where left out, the last convolution whose map has at least 6 cells a side. */
  readonly layer?: string | undefined
  readonly runtime: RuntimeKind
  readonly threads: number
}

export interface PhotographExplanation {
  readonly probabilities: GradeProbabilities
  readonly grade: Grade
  readonly layer: string
  /** RGBA PNG that lies exactly over the whole oriented photograph. */
  readonly overlay: Uint8Array
  /** Cells of the map, before it is drawn. */
  readonly map: { readonly width: number; readonly height: number; readonly values: Float32Array }
  /** The photograph's oriented full resolution, px. */
  readonly width: number
  readonly height: number
}

/** Shows where a model looked for one grade, or in the mean of their maps where its members did. Models stay loaded for the next photograph, so that a reader who goes
 *  through a queue does not wait for it each time. Throws `AppError('not_yet_available')` for a method not built yet,
 *  `AppError('usage')` for a grade set against itself, `AppError('not_found')` for an unknown layer, and as
 *  `preparePhotograph`. */
export async function explainPhotograph(request: ExplainRequest): Promise<PhotographExplanation> {
  const method = knownMethod(request.method)
  if (request.against !== undefined && request.against === request.grade) throw againstItself(request.against)
  const views = await Promise.all(
    request.models.map(async (model): Promise<View> => {
      const { size, enhancement } = describeModel(model)
      const photograph = await preparePhotograph(request.path, size, enhancement)
      return { model, photograph, image: normalise(photograph.pixels, size) }
    }),
  )
  const grade = request.grade ?? predictedGrade(meanProbabilities(await lookBy(views, oneHot(0), request)))
  const weights = oneHot(grade)
  if (request.against !== undefined) {
    if (request.against === grade) throw againstItself(grade)
    weights[request.against] = -1
  }
  const looks = await lookBy(views, weights, request)
  const map = meanMap(
    looks.map(({ seen: { activations, gradients }, layer: { channels, height, width } }) => ({
      ...{ width, height },
      values: activationMap({ activations, gradients, channels, height, width }, method),
    })),
  )
  const { photograph } = views[0] as View
  return {
    probabilities: meanProbabilities(looks),
    grade,
    layer: [...new Set(looks.map(({ layer }) => layer.name))].join(', '),
    overlay: await renderHeatMap(map, photograph),
    map,
    width: photograph.width,
    height: photograph.height,
  }
}

/** One for each member of an ensemble, so that the next photograph finds all of them loaded. */
const loaded: LoadedExplainer[] = []

/** The photograph as one model wants it. */
interface View {
  readonly model: Uint8Array
  readonly photograph: PreparedPhotograph
  readonly image: Float32Array
}

interface Look {
  readonly seen: Explanation
  readonly layer: SaliencyLayer
}

/** Has every model look, one after another. `weights`: which grades are explained. */
async function lookBy(
  views: readonly View[],
  weights: Float32Array,
  { layer, runtime, threads }: ExplainRequest,
): Promise<Look[]> {
  for (const spare of loaded.splice(views.length)) await spare.unload()
  const looks: Look[] = []
  for (const [index, { model, image }] of views.entries()) {
    loaded[index] ??= new LoadedExplainer()
    const look = loaded[index].use({ model, layer, runtime, threads }, async (explainer) => ({
      seen: await explainer.explain(image, weights),
      layer: explainer.layer,
    }))
    looks.push(await look)
  }
  return looks
}

function meanProbabilities(looks: readonly Look[]): GradeProbabilities {
  const sum = new Float32Array(gradeCount)
  for (const { seen } of looks)
    for (const [grade, p] of seen.probabilities.entries()) sum[grade] = (sum[grade] ?? 0) + p
  return gradesAt(
    sum.map((p) => p / looks.length),
    0,
  )
}

function againstItself(grade: Grade): AppError {
  return new AppError('usage', `Grade ${grade} cannot be set against itself.`)
}

function oneHot(grade: Grade): Float32Array {
  const weights = new Float32Array(gradeCount)
  weights[grade] = 1
  return weights
}

function knownMethod(method: ExplainRequest['method']): ActivationMapMethod {
  const known = activationMapMethods.find((one) => one === method)
  if (!known) throw new AppError('not_yet_available', `Heat maps by ${method} are not yet available.`)
  return known
}
