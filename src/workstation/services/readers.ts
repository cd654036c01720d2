import type { ReadersAgreement } from '#shared/contract/readers.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount, isGrade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { agreementReport } from '#statistics/agreement/agreement.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import { confusionMatrix } from '#statistics/confusion.ts'
import { crowdOf } from '#statistics/crowd/crowd.ts'
import { crowdlab } from '#statistics/crowd/crowdlab.ts'
import { orNull } from '#statistics/evaluation.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'
import { unseenPredictions } from '../suspicion/learn.ts'

export function readersProcedures(context: WorkstationContext) {
  const { readers } = procedures
  return {
    agreement: readers.agreement.handler(({ input }) => agreement(openSession(context).store, input.graders)),
  }
}

function agreement(store: ProjectStore, asked: readonly string[] | undefined): ReadersAgreement {
  const known = store.readings.graders().map(({ name }) => name)
  const graders = [...new Set(asked ?? known)]
  const stranger = graders.find((name) => !known.includes(name))
  if (stranger !== undefined) throw new AppError('not_found', `Nobody called ${stranger} has read here.`)
  if (graders.length < 2) {
    const sentence = 'Agreement takes two readers at least, who have read photographs here.'
    throw new AppError(asked ? 'usage' : 'conflict', sentence)
  }
  const { images, ratings } = gradesOf(store, graders)
  const report = agreementReport(ratings, gradeCount, reportSeed)
  const { intervals, pairs, consensus: _, raterQuality, ...coefficients } = report
  const crowd = byCrowdlab(store, images, ratings)
  return {
    graders,
    photographs: images.length,
    pairs: pairs.map(({ raters: [a, b], items, kappa, intervals: of }) => {
      const both = ratings.filter((row) => row[a] !== null && row[b] !== null)
      const side = (reader: number) => both.map((row) => row[reader] as number)
      return {
        ...{ a: graders[a] as string, b: graders[b] as string, n: items },
        ...{ kappa: kappa.none, linearKappa: kappa.linear, quadraticKappa: kappa.quadratic },
        interval: [...of.quadratic],
        matrix: confusionMatrix(side(a), side(b), gradeCount),
      }
    }),
    ...coefficients,
    intervals: Object.fromEntries(Object.entries(intervals).map(([name, [low, high]]) => [name, [low, high]])),
    quality: graders.map((grader, reader) => ({
      grader,
      dawidSkene: raterQuality[reader] ?? null,
      crowdlab: crowd?.quality[reader] ?? null,
    })),
    model: crowd?.model ?? null,
  }
}

/** Each reader's latest grade of every photograph that one of them graded; null for none. */
function gradesOf(store: ProjectStore, graders: readonly string[]) {
  const rows = new Map<ImageId, (number | null)[]>()
  for (const [reader, name] of graders.entries()) {
    for (const [image, { decision }] of store.readings.latestOf(name)) {
      if (!isGrade(decision)) continue
      const row = rows.get(image) ?? new Array<number | null>(graders.length).fill(null)
      row[reader] = decision
      rows.set(image, row)
    }
  }
  return { images: [...rows.keys()], ratings: [...rows.values()] }
}

/** How good each reader is beside the current model, on photographs that it never saw; null where there are none. */
function byCrowdlab(store: ProjectStore, images: readonly ImageId[], ratings: readonly (readonly (number | null)[])[]) {
  const model = store.models.current()?.id
  if (model === undefined) return null
  const said = new Map(unseenPredictions(store, model).map(({ image, probabilities }) => [image, probabilities]))
  const seen = images.flatMap((image, item) => {
    const probabilities = said.get(image)
    return probabilities ? [{ probabilities: [...probabilities], row: ratings[item] as (number | null)[] }] : []
  })
  if (seen.length === 0) return null
  const crowd = crowdOf(
    seen.map(({ row }) => row),
    seen.map(({ probabilities }) => probabilities),
    'normalise',
  )
  return { model, quality: crowdlab(crowd).readerQuality.map(orNull) }
}
