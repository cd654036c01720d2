import { type LabelHealth, leastForReliability } from '#shared/contract/health.ts'
import { type Grade, gradeCount, grades } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import { confusionMatrix } from '#statistics/confusion.ts'
import { orNull } from '#statistics/evaluation.ts'
import { matrixKappa } from '#statistics/kappa.ts'
import { estimateBackground } from '#statistics/suspicion/background.ts'
import {
  crossValidated,
  learnFromReadings,
  type ReadLabel,
  suspicionBins,
} from '#statistics/suspicion/cross-validated.ts'
import type { Background, SeenEvidence } from '#statistics/suspicion/evidence.ts'
import { expectedTruth } from '#statistics/suspicion/expected-truth.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { gather, unseenPredictions } from '../suspicion/learn.ts'
import { importedGrade, type Sources, sourcesOfAll } from '../suspicion/sources.ts'

/** How good a project's labels are as a whole. */
export function labelHealth(store: ProjectStore): LabelHealth {
  const model = store.models.current()
  const sources = sourcesOfAll(store, model?.id)
  const predictions = model ? unseenPredictions(store, model.id) : []
  const { labelled, set, pairs, read } = gather(predictions, sources)
  const images = [...store.images.names().keys()]
  const labels = images.flatMap((image) => importedGrade(sources, image) ?? [])
  const current = images.flatMap((image) => sources.current(image).grade ?? [])
  const before = estimateBackground(set, pairs)
  const noise = set.n > 0 ? noiseOf([...labelled.values()], read, before) : null
  const count = (all: readonly Grade[], grade: Grade) => all.filter((one) => one === grade).length
  return {
    model: set.n > 0 && model ? model.id : null,
    labelled: labels.length,
    scored: set.n,
    classes: grades.map((grade) => ({
      ...{ grade, labelled: count(labels, grade), current: count(current, grade) },
      estimated: noise && (noise.truth[grade] as number) * (labels.length / set.n),
    })),
    noise: noise?.noise ?? null,
    joint: noise?.joint ?? null,
    estimatedWrong: noise && noise.wrong * (labels.length / set.n),
    eyes: eyesOf(store, sources),
    judged: read.length,
    reliability: read.length >= leastForReliability ? reliabilityOf(before, read) : null,
  }
}

/** Photographs by label (rows) and expected true grade, the shares P(label | true), how many are of each true grade, and how many
 *  labels are wrong. */
function noiseOf(labels: readonly SeenEvidence[], read: readonly ReadLabel[], before: Background) {
  const { background, weights } = learnFromReadings(before, read)
  const decisions = new Map(read.map((one) => [one.evidence, one.decision]))
  const joint = expectedTruth(labels, decisions, background, weights)
  const truth = grades.map((grade) => joint.reduce((sum, row) => sum + (row[grade] as number), 0))
  const noise = joint.map((row) =>
    row.map((n, grade) => ((truth[grade] as number) > 0 ? n / (truth[grade] as number) : 0)),
  )
  const right = joint.reduce((sum, row, grade) => sum + (row[grade] as number), 0)
  return { joint, noise, truth, wrong: labels.length - right }
}

function eyesOf(store: ProjectStore, sources: Sources): LabelHealth['eyes'] {
  const both: [Grade, Grade][] = []
  const paired = new Set<ImageId>()
  for (const [left, right] of store.related.eyePairs()) {
    // Each right eye once, beside the first photograph of the left one.
    if (paired.has(right)) continue
    paired.add(right)
    const grade = [sources.current(right).grade, sources.current(left).grade] as const
    if (grade[0] !== null && grade[1] !== null) both.push([grade[0], grade[1]])
  }
  const share = (within: number) =>
    both.length === 0 ? null : both.filter(([a, b]) => Math.abs(a - b) <= within).length / both.length
  const matrix = confusionMatrix(
    both.map(([right]) => right),
    both.map(([, left]) => left),
    gradeCount,
  )
  return { n: both.length, matrix, same: share(0), withinOne: share(1), quadraticKappa: orNull(matrixKappa(matrix)) }
}

function reliabilityOf(before: Background, read: readonly ReadLabel[]): LabelHealth['reliability'] {
  const scores = crossValidated(before, read, reportSeed)
  const bins = suspicionBins(
    scores,
    read.map(({ evidence, decision }) => decision !== evidence.label),
  )
  const gaps = bins.reduce((sum, { n, suspicion, wrong }) => sum + n * Math.abs(suspicion - wrong), 0)
  return {
    n: read.length,
    bins: bins.map(({ interval, ...bin }) => ({ ...bin, interval: [...interval] })),
    calibrationError: gaps / read.length,
  }
}
