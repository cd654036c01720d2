import { type MemberProbabilities, stackedFeatures } from '#learning/ensembles/features.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { OedemaProbabilities, OedemaRisk } from '#shared/oedema.ts'
import type { ImageEntry } from '#store/images.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { EnsembleCard } from '../models/ensemble-card.ts'

/** What an ensemble's combination is fed for one photograph; null where a member has said nothing of the kind. */
export interface MemberRow {
  readonly entry: ImageEntry
  /** By fits that never saw the photograph's group. */
  readonly unseen: readonly number[] | null
  /** By the members' main fits, where some of them did see it. */
  readonly main: readonly number[] | null
  /** The mean of what members say of the oedema risk, of those that tell it. */
  readonly oedema: Readonly<Record<keyof Said, OedemaProbabilities | undefined>>
}

type Words = Pick<Prediction, 'probabilities' | 'oedema'>

interface Said {
  readonly unseen: Words | undefined
  readonly main: Words | undefined
}

/** Rows of features from the members' predictions, those that are kept where no others are given; oldest photograph first. */
export function memberRows(
  store: ProjectStore,
  { members, eyes }: EnsembleCard,
  predictionsOf = (member: ModelId): readonly Prediction[] => store.predictions.forModel(member),
): MemberRow[] {
  const said = members.map((member) => saidIn(predictionsOf(member)))
  const images = store.images.all()
  const fellows = eyes ? store.related.fellowEyes() : undefined
  const together = (image: ImageId, kind: keyof Said): MemberProbabilities | null => {
    const found = said.map((one) => one.get(image)?.[kind]?.probabilities)
    return found.every((row) => row !== undefined) ? found : null
  }
  const features = (image: ImageId, kind: keyof Said): number[] | null => {
    const own = together(image, kind)
    const beside = fellows?.get(image)?.map((fellow) => together(fellow, kind))
    return own && stackedFeatures(own, fellows && (beside ?? []).filter((row) => row !== null))
  }
  const risks = (image: ImageId, kind: keyof Said) =>
    meanRisks(said.map((one) => one.get(image)?.[kind]?.oedema).filter((row) => row !== undefined))
  return images.map((entry) => {
    const seenBySome = said.some((one) => one.get(entry.image)?.unseen !== one.get(entry.image)?.main)
    return {
      entry,
      unseen: features(entry.image, 'unseen'),
      main: seenBySome ? features(entry.image, 'main') : null,
      oedema: { unseen: risks(entry.image, 'unseen'), main: risks(entry.image, 'main') },
    }
  })
}

/** Where the main fit never saw a photograph, what it says of it is of both kinds. */
function saidIn(predictions: readonly Prediction[]): Map<ImageId, Said> {
  const said = new Map<ImageId, Said>()
  for (const prediction of predictions) {
    const { image, outOfFold, fold } = prediction
    const known = said.get(image)
    const unseen = outOfFold ? prediction : known?.unseen
    const main = !outOfFold || fold === null ? prediction : known?.main
    said.set(image, { unseen, main: outOfFold ? (known?.main ?? main) : main })
  }
  return said
}

function meanRisks(rows: readonly OedemaProbabilities[]): OedemaProbabilities | undefined {
  if (rows.length === 0) return undefined
  const mean = (risk: OedemaRisk) => rows.reduce((sum, row) => sum + row[risk], 0) / rows.length
  return [mean(0), mean(1), mean(2)]
}
