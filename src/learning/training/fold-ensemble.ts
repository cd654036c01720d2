import { mean } from '#numerics/mean.ts'
import type { Grade } from '#shared/grades.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { OedemaRisk } from '#shared/oedema.ts'
import { encodeEnsemble } from '../ensembles/ensemble-file.ts'
import type { Prediction } from '../inference/predict.ts'
import type { BlobStore } from './run/training-run-options.ts'

/** The model of one fold's fit. */
export interface FoldModel {
  readonly fold: number
  readonly model: Sha256
  /** What it says of the photographs that no fit saw, in the order of the main fit's. */
  readonly holdOut: readonly Prediction[]
}

export interface FoldEnsemble {
  /** The ensemble's file, among the blobs. */
  readonly model: Sha256
  readonly members: readonly FoldModel[]
  /** The mean of what all members say. */
  readonly holdOut: readonly Prediction[]
}

/** The models of the folds as one, their mean. Only of the hold-out has all of it a word that it did not learn: every other
 *  photograph was learnt from by all members but one. */
export async function foldEnsemble(
  members: readonly FoldModel[],
  blobs: Pick<BlobStore, 'put'>,
): Promise<FoldEnsemble> {
  const holdOut = (members[0]?.holdOut ?? []).map(({ hash }, place): Prediction => {
    const said = members.flatMap((member) => member.holdOut[place] ?? [])
    const risks = said.flatMap(({ oedema }) => (oedema ? [oedema] : []))
    const grade = (k: Grade) => mean(said.map(({ probabilities }) => probabilities[k]))
    const risk = (k: OedemaRisk) => mean(risks.map((one) => one[k]))
    return {
      hash,
      probabilities: [grade(0), grade(1), grade(2), grade(3), grade(4)],
      ...(risks.length === members.length && { oedema: [risk(0), risk(1), risk(2)] }),
    }
  })
  const file = encodeEnsemble({
    ...{ format: 'regrade-ensemble', members: members.map(({ model }) => model) },
    ...{ eyes: false, stacker: null },
  })
  return { model: await blobs.put(file), members, holdOut }
}
