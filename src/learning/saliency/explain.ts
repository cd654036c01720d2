import { augmentInto } from '#imaging/augmentation/apply.ts'
import { namedChange } from '#imaging/augmentation/named-changes.ts'
import { encodePng } from '#imaging/encode.ts'
import { renderHeatMap } from '#imaging/heat-map.ts'
import { denormalise, normalise } from '#imaging/normalise.ts'
import { type CropSquare, type PreparedPhotograph, preparePhotograph } from '#imaging/prepare.ts'
import type { NamedChange } from '#shared/augmentation.ts'
import { type MapMethod, type MapSides, tellsSides } from '#shared/contract/looking.ts'
import type { Enhancement } from '#shared/enhancement.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import type { RuntimeKind } from '#shared/recipe.ts'
import { gradesAt } from '../inference/predict.ts'
import { LoadedMapMaker, type ModelFile, type PreparedMapMaker } from './loaded-map-maker.ts'
import { meanMap } from './mean-map.ts'
import { mapMakerKind } from './open-map-maker.ts'

export interface ExplainRequest {
  /** One, or the members of an ensemble. */
  readonly models: readonly ModelFile[]
  /** The photograph's file. */
  readonly path: string
  /** Grade to explain; the predicted one where left out. */
  readonly grade?: Grade | undefined
  /** What is probably predicted, where no grade is asked for: tried first, so that one pass is enough where it is. */
  readonly likely?: Grade | undefined
  /** Grade to set it against: what speaks for the one rather than for the other is explained. */
  readonly against?: Grade | undefined
  readonly method: MapMethod
  /** Layers to look at; where none is named, the method's `usualLayer`. */
  readonly layers: readonly string[]
  /** Looks at the photograph as this leaves it. */
  readonly change?: NamedChange | undefined
  readonly runtime: RuntimeKind
  readonly threads: number
  readonly signal?: AbortSignal | undefined
}

export interface PhotographExplanation {
  readonly probabilities: GradeProbabilities
  readonly grade: Grade
  readonly layer: string
  /** Two where below 0 is what speaks for the grade that it is set against. */
  readonly sides: MapSides
  /** RGBA PNG that lies exactly over the whole oriented photograph, or over `picture`. */
  readonly overlay: Uint8Array
  /** RGB PNG of the changed photograph as the (first) model saw it; null where no change was asked for. */
  readonly picture: Uint8Array | null
  /** Cells of the map, before it is drawn. */
  readonly map: { readonly width: number; readonly height: number; readonly values: Float32Array }
  /** The square of the photograph that the map covers, in its oriented full resolution, px. */
  readonly crop: CropSquare
  /** The photograph's oriented full resolution, px. */
  readonly width: number
  readonly height: number
}

/** Shows where a model looked for one grade, or the members of an ensemble in the mean of their maps. Models stay loaded for
 *  the next photograph, so that a reader who goes through a queue does not wait for them each time.
 *  Throws `AppError('usage')` for a grade set against itself and for layers named to a method that looks at none,
 *  `AppError('not_found')` for an unknown layer, `AppError('cancelled')`, and as `preparePhotograph`. */
export async function explainPhotograph(request: ExplainRequest): Promise<PhotographExplanation> {
  const { method, against } = request
  const views = await viewsOf(request)
  const sides = against !== undefined && tellsSides(method) ? 'two' : 'one'
  const guess =
    request.grade === undefined && takesOnePass(method) && request.likely !== against ? request.likely : undefined
  const guessed = guess === undefined ? null : await makeFor(request, views, guess, sides)
  const said = () => (guessed ? mean(guessed.map(({ probabilities }) => probabilities)) : predict(request, views))
  const grade = request.grade ?? predictedGrade(await said())
  if (against === grade) throw new AppError('usage', `Grade ${grade} cannot be set against itself.`)
  const made = guessed && grade === guess ? guessed : await makeFor(request, views, grade, sides)
  const map = meanMap(
    made.map((one) => one.map),
    sides,
  )
  const [view] = views as [View]
  const { crop, width, height } = view.photograph
  return {
    probabilities: mean(made.map((one) => one.probabilities)),
    grade,
    layer: [...new Set(made.map(({ layer }) => layer))].join(', '),
    sides,
    overlay: await renderHeatMap(map, { ...(request.change ? overPicture : { crop, width, height }), sides }),
    picture: request.change ? await pictureOf(view) : null,
    map,
    crop,
    width,
    height,
  }
}

/** What each model makes of its view. */
async function makeFor(request: ExplainRequest, views: readonly View[], grade: Grade, sides: MapSides) {
  const { method, against, signal } = request
  const classWeights = new Float32Array(gradeCount)
  classWeights[grade] = 1
  if (against !== undefined) classWeights[against] = -1
  return await withEach(request, views, async ({ maker }, { image }) => ({
    layer: maker.layer,
    ...(await maker.make(image, { classWeights, method, sides }, { signal })),
  }))
}

/** Whether a map for the wrong grade costs no more than to ask for the right one. */
function takesOnePass(method: MapMethod): boolean {
  return method !== 'integrated-gradients' && method !== 'occlusion'
}

/** One for each member of an ensemble, so that the next photograph finds all of them loaded. */
const loaded: LoadedMapMaker[] = []

/** The photograph as one model wants it. */
interface View {
  readonly photograph: PreparedPhotograph
  readonly image: Float32Array
}

/** Does the work with every model, one after another. */
async function withEach<I, T>(
  { models, method, layers, runtime, threads, signal }: ExplainRequest,
  inputs: readonly I[],
  work: (prepared: PreparedMapMaker, input: I) => Promise<T> | T,
): Promise<T[]> {
  for (const spare of loaded.splice(models.length)) await spare.unload()
  const results: T[] = []
  for (const [index, model] of models.entries()) {
    loaded[index] ??= new LoadedMapMaker()
    const request = { model, kind: mapMakerKind(method), layers, runtime, threads }
    const worked = loaded[index].use(request, async (prepared) => {
      // Another photograph's turn may have come first.
      throwIfCancelled(signal)
      return await work(prepared, inputs[index] as I)
    })
    results.push(await worked)
  }
  return results
}

/** Prepared while no model is held, so that another photograph may be looked at meanwhile; once for all models that want it
 *  alike. */
async function viewsOf(request: ExplainRequest): Promise<View[]> {
  const wishes = await withEach(request, [], ({ size, enhancement }) => ({ size, enhancement }))
  const known = new Map<string, Promise<View>>()
  return await Promise.all(
    wishes.map(({ size, enhancement }) => {
      const key = `${size} ${enhancement}`
      const view = known.get(key) ?? viewOf(request, size, enhancement)
      known.set(key, view)
      return view
    }),
  )
}

async function viewOf(
  { path, change }: ExplainRequest,
  size: number,
  enhancement: Enhancement | undefined,
): Promise<View> {
  const photograph = await preparePhotograph(path, size, enhancement)
  const { pixels } = photograph
  if (change === undefined) return { photograph, image: normalise(pixels, size) }
  const image = new Float32Array(3 * size * size)
  augmentInto(pixels, size, namedChange(change), image)
  return { photograph, image }
}

/** Contours finer than the pixels of a small model's picture, px. */
const pictureSide = 512
const overPicture = { crop: { x: 0, y: 0, side: pictureSide }, width: pictureSide, height: pictureSide }

async function pictureOf({ photograph: { size }, image }: View): Promise<Uint8Array> {
  return await encodePng(denormalise(image, size), size, size)
}

async function predict(request: ExplainRequest, views: readonly View[]): Promise<GradeProbabilities> {
  return mean(await withEach(request, views, async ({ maker }, { image }) => await maker.probabilities(image)))
}

function mean(probabilities: readonly Float32Array[]): GradeProbabilities {
  const sum = new Float32Array(gradeCount)
  for (const one of probabilities) for (const [grade, p] of one.entries()) sum[grade] = (sum[grade] ?? 0) + p
  return gradesAt(
    sum.map((p) => p / probabilities.length),
    0,
  )
}
