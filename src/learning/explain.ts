import { renderHeatMap } from '#imaging/heat-map.ts'
import { normalise } from '#imaging/normalise.ts'
import { preparePhotograph } from '#imaging/prepare.ts'
import type { Explainer } from '#nn/saliency-graph.ts'
import type { mapMethods } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import { type ActivationMapMethod, activationMap, activationMapMethods } from './class-activation.ts'
import { LoadedExplainer } from './loaded-explainer.ts'
import { describeModel } from './model-file.ts'
import { gradesAt } from './predict.ts'

export interface ExplainRequest {
  /** The model's .onnx file. */
  readonly model: Uint8Array
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

/** Shows where a model looked for one grade. The model stays loaded for the next photograph, so that a reader who goes
 *  through a queue does not wait for it each time. Throws `AppError('not_yet_available')` for a method not built yet,
 *  `AppError('usage')` for a grade set against itself, `AppError('not_found')` for an unknown layer, and as
 *  `preparePhotograph`. */
export async function explainPhotograph(request: ExplainRequest): Promise<PhotographExplanation> {
  const method = knownMethod(request.method)
  if (request.against !== undefined && request.against === request.grade) throw againstItself(request.against)
  const { size, enhancement } = describeModel(request.model)
  const photograph = await preparePhotograph(request.path, size, enhancement)
  const { seen, grade, layer } = await loaded.use(request, (explainer) =>
    lookAt(explainer, normalise(photograph.pixels, size), request),
  )
  const { activations, gradients, probabilities } = seen
  const { channels, height, width } = layer
  const values = activationMap({ activations, gradients, channels, height, width }, method)
  const map = { width, height, values }
  return {
    probabilities: gradesAt(probabilities, 0),
    grade,
    layer: layer.name,
    overlay: await renderHeatMap(map, photograph),
    map,
    width: photograph.width,
    height: photograph.height,
  }
}

const loaded = new LoadedExplainer()

async function lookAt(explainer: Explainer, image: Float32Array, request: ExplainRequest) {
  const grade = request.grade ?? predictedGrade((await explainer.explain(image, oneHot(0))).probabilities)
  const weights = oneHot(grade)
  if (request.against !== undefined) {
    if (request.against === grade) throw againstItself(grade)
    weights[request.against] = -1
  }
  return { seen: await explainer.explain(image, weights), grade, layer: explainer.layer }
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
