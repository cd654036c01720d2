import type { ImageId } from '#shared/ids.ts'
import { prefetchExplanation } from '../../../data/explanations.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { pixelAddress } from '../../../data/project-change.ts'
import { knownPhotograph, photographOf } from '../../../data/review.ts'
import { fittedKey, fittedPictures } from '../../../viewer/fitted-pictures.ts'
import { previews } from '../../../viewer/pictures.ts'
import { useStage } from '../../../viewer/stage-store.ts'
import { choiceAhead, wantedMap } from '../map/wanted-map.ts'
import { type Presented, useSession } from './session.ts'

/** Photographs decoded ahead of the reader. */
const ahead = 3

/** Goes to a photograph. It is presented when its record and its picture are both here: at once where both are. */
export async function select(image: ImageId): Promise<void> {
  const presented = presentable(image)
  useSession.setState({
    selected: image,
    choosingReason: false,
    explainedGrade: null,
    explainedAgainst: null,
    unavailable: null,
    notice: null,
    revealing: null,
    refused: null,
    finished: false,
    ...(presented ? { presented } : {}),
  })
  if (presented) keepOnStage(presented)
  else await present(image)
}

/** Puts a photograph on the stage, unless the reader has gone elsewhere in the meantime. */
export async function present(image: ImageId): Promise<void> {
  try {
    const photograph = await photographOf(image)
    const preview = await previews.load(pixelAddress(photograph.pixels.preview))
    if (useSession.getState().selected !== image) return
    useSession.setState({ presented: { photograph, preview }, unavailable: null })
    keepOnStage({ photograph, preview })
  } catch (error) {
    if (useSession.getState().selected !== image) return
    useSession.setState({ unavailable: { image, sentence: failureSentence(error) } })
  }
}

/** What was decoded ahead. */
function presentable(image: ImageId): Presented | null {
  const photograph = knownPhotograph(image)
  const preview = photograph ? previews.ready(pixelAddress(photograph.pixels.preview)) : null
  return photograph && preview ? { photograph, preview } : null
}

function keepOnStage({ photograph }: Presented): void {
  previews.keep([pixelAddress(photograph.pixels.preview)])
}

function prepareAhead(image: ImageId): void {
  const { queue } = useSession.getState()
  const index = queue?.indexOf(image)
  if (!queue || index === null || index === undefined) return
  for (const next of queue.ahead(index, ahead)) {
    // What cannot be had will say so when the reader gets there.
    void prepare(next).catch(() => undefined)
  }
  const following = queue.ahead(index, 1)[0]
  if (useStage.getState().look.heatMap && following !== undefined) void prepareMap(following).catch(() => undefined)
}

/** Has the heat map that the reader will see, where there is one. */
async function prepareMap(image: ImageId): Promise<void> {
  const wanted = wantedMap(await photographOf(image), choiceAhead())
  if (wanted) await prefetchExplanation(wanted)
}

/** Has the record, the preview, and the preview at the size of the stage. */
async function prepare(image: ImageId): Promise<void> {
  const photograph = await photographOf(image)
  const address = pixelAddress(photograph.pixels.preview)
  const preview = await previews.load(address)
  const { stage } = useStage.getState()
  const key = fittedKey(address, photograph, preview.width, stage, window.devicePixelRatio)
  if (key !== null) await fittedPictures.load(key)
}

/** Moves along the queue, whether or not the photographs have been read. */
export function step(by: number): void {
  const { queue, selected } = useSession.getState()
  if (!queue || selected === null) return
  const index = queue.indexOf(selected) ?? 0
  const image = queue.imageAt(Math.min(Math.max(index + by, 0), queue.length - 1))
  if (image !== null && image !== selected) void select(image)
}

/** Goes on to the next photograph that this reader has not read. */
export function goOn(): void {
  const { queue, selected } = useSession.getState()
  if (!queue || selected === null) return
  const index = queue.nextUnread(queue.indexOf(selected) ?? -1)
  const image = index === null ? null : queue.imageAt(index)
  if (image !== null) void select(image)
  else useSession.setState({ finished: true })
}

/** To be called when a photograph is on the screen. The page says so too, for whoever measures. */
export function painted(image: ImageId): void {
  if (useSession.getState().painted?.image === image) return
  useSession.setState({ painted: { image, atMs: performance.now() } })
  document.documentElement.dataset.painted = String(image)
  // Only now: decoding ahead must not compete with the photograph the reader waits for.
  prepareAhead(image)
}
