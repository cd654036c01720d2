import { openClassifier } from '#nn/classifier.ts'
import { inferenceModel } from '#nn/inference.ts'
import { encodeModel } from '#nn/model-file.ts'
import type { Network } from '#nn/network.ts'
import type { Runtime } from '#nn/runtimes/types.ts'
import type { TensorMap } from '#nn/tensor.ts'
import { argMax } from '#numerics/arg-max.ts'
import type { Epoch } from '#shared/contract/common.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { averageAuc, classAucs } from '#statistics/auc.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import { accuracy } from '#statistics/classification.ts'
import { confusionMatrix } from '#statistics/confusion.ts'
import { orNull } from '#statistics/evaluation.ts'
import { kappaInterval, matrixKappa } from '#statistics/kappa.ts'
import type { Sample } from '../../data/dataset.ts'
import type { PreparedCache } from '../../data/prepared-cache.ts'
import { predict, predictionBatch } from '../../inference/predict.ts'
import { judgeOedema } from '../../judgement/oedema-judgement.ts'
import { describeNetwork } from '../../models/model-file.ts'

export type ValidationFigures = Pick<
  Epoch,
  'validationLoss' | 'qwk' | 'qwkInterval' | 'accuracy' | 'averageAuc' | 'aucPerGrade' | 'confusion' | 'oedema'
>

/** Figures of the parameters as they stand, on photographs that were not trained on. All null where there are none. */
export async function validateEpoch(options: {
  readonly network: Network
  readonly parameters: TensorMap
  readonly runtime: Runtime
  readonly cache: PreparedCache
  readonly samples: readonly Sample[]
  readonly signal?: AbortSignal | undefined
}): Promise<ValidationFigures> {
  const { network, parameters, runtime, cache, samples, signal } = options
  if (samples.length === 0) return { validationLoss: null, qwk: null, accuracy: null, averageAuc: null }
  const batch = Math.min(predictionBatch, samples.length)
  const classifier = await openClassifier(
    runtime,
    encodeModel(inferenceModel(network, parameters), describeNetwork(network)),
    { batch },
  )
  try {
    const predictions = await predict(classifier, cache, samples, { batch, signal })
    const oedema = judgeOedema(samples, predictions)
    const probabilities = predictions.map((prediction) => prediction.probabilities)
    return { ...validationFigures(samples, probabilities), ...(oedema && { oedema }) }
  } finally {
    await classifier.close()
  }
}

/** Mean cross-entropy and figures of predicted grades. `probabilities`: one row a sample, in their order. */
export function validationFigures(
  samples: readonly Pick<Sample, 'grade' | 'target' | 'group'>[],
  probabilities: readonly GradeProbabilities[],
): ValidationFigures {
  const truth = samples.map((sample) => sample.grade)
  const predicted = probabilities.map((row) => argMax(row))
  const confusion = confusionMatrix(truth, predicted)
  const groups = samples.map(({ group }) => group)
  const [low, high] = kappaInterval(truth, predicted, { groups, seed: reportSeed })
  const aucs = classAucs(truth, probabilities)
  let loss = 0
  samples.forEach(({ target }, index) => {
    target.forEach((share, grade) => {
      // float32 probabilities below its smallest number become 0; the loss stays finite.
      if (share > 0) loss -= share * Math.log(Math.max(probabilities[index]?.[grade] ?? 0, 1e-38))
    })
  })
  return {
    validationLoss: orNull(loss / samples.length),
    qwk: orNull(matrixKappa(confusion)),
    qwkInterval: [orNull(low), orNull(high)],
    accuracy: orNull(accuracy(confusion)),
    averageAuc: orNull(averageAuc(aucs)),
    aucPerGrade: aucs.map(orNull),
    confusion,
  }
}
