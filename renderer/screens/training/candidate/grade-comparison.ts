import { type Grade, grades } from '#shared/grades.ts'
import type { Evaluation } from '../../../data/contract-types.ts'

/** Fewer photographs of a grade than these can tell nothing of two models. */
export const leastToJudge = 30

export const gradeMetrics = [
  { key: 'precision', name: 'Precision' },
  { key: 'sensitivity', name: 'Sensitivity' },
  { key: 'specificity', name: 'Specificity' },
  { key: 'f1', name: 'F1' },
  { key: 'auc', name: 'AUC' },
] as const
type Metric = (typeof gradeMetrics)[number]['key']

export interface ComparedFigure {
  readonly value: number | null
  /** Whether it is the better of the pair, as far as three decimals tell. */
  readonly better: boolean
}

export interface ComparedGrade {
  readonly grade: Grade
  /** Photographs of the grade, for each model. */
  readonly n: readonly number[]
  readonly judged: boolean
  /** For each metric, each model's figure. */
  readonly figures: Readonly<Record<Metric, readonly ComparedFigure[]>>
}

/** Each grade's figures of one model, or of two beside one another. */
export function compareGrades(evaluations: readonly Evaluation[]): ComparedGrade[] {
  return grades.map((grade) => {
    const n = evaluations.map(({ confusion }) => (confusion[grade] ?? []).reduce((sum, count) => sum + count, 0))
    const judged = n.every((count) => count >= leastToJudge)
    const ofMetric = (key: Metric) => {
      const values = evaluations.map(({ perClass }) => perClass.find((one) => one.grade === grade)?.[key] ?? null)
      return values.map((value, place): ComparedFigure => {
        const other = values[1 - place]
        return { value, better: judged && isBetter(value, other) }
      })
    }
    const figures = {
      ...{ precision: ofMetric('precision'), sensitivity: ofMetric('sensitivity') },
      ...{ specificity: ofMetric('specificity'), f1: ofMetric('f1'), auc: ofMetric('auc') },
    }
    return { grade, n, judged, figures }
  })
}

function isBetter(value: number | null, other: number | null | undefined): boolean {
  if (value === null || other === null || other === undefined) return false
  return Math.round(value * 1000) > Math.round(other * 1000)
}
