import type { BoundaryEntryReport, LabelHealth, Ledger } from '#shared/contract/health.ts'
import { gradeNames, grades } from '#shared/grades.ts'
import type { DataTable } from '../../ui/csv.ts'
import { boundaryName } from './health-words.ts'
import { foundPlot } from './ledger/found-plot.ts'

/* What each panel of the screen is as a file. */

export function ledgerTable({ grader, rate, boundaries, selfAgreement }: Ledger): DataTable {
  const { n, same, interval, quadraticKappa } = selfAgreement
  return {
    columns: [
      ...['low', 'high', 'boundary', 'photographs', 'read', 'found', 'controls', 'wrong_controls'],
      ...['remaining', 'remaining_low', 'remaining_high', 'gain', 'gain_low', 'gain_high'],
      ...['may_stop', 'advice', 'reader', 'rate'],
      ...['asked_again', 'same_again', 'same_again_low', 'same_again_high', 'same_again_quadratic_kappa'],
    ],
    rows: boundaries.map((entry) => [
      ...entry.boundary,
      ...[boundaryName(entry), entry.photographs, entry.read, entry.found, entry.controls, entry.wrongControls],
      ...[entry.remaining, ...(entry.remainingInterval ?? [null, null])],
      ...[entry.gain, ...(entry.gainInterval ?? [null, null])],
      ...[entry.mayStop, entry.advice],
      ...[grader ?? 'all', rate, n, same, ...(interval ?? [null, null]), quadraticKappa],
    ]),
  }
}

export function foundTable(entry: BoundaryEntryReport): DataTable {
  const { curve, random, total } = foundPlot(entry)
  const slope = random === null ? null : random / entry.read
  return {
    columns: ['readings', 'found', 'found_at_random', 'total', 'total_low', 'total_high'],
    rows: curve.map(([readings, found]) => [
      ...[readings, found, slope === null ? null : slope * readings],
      ...[total?.value ?? null, total?.low ?? null, total?.high ?? null],
    ]),
  }
}

export function noiseTable({ noise, joint }: Pick<LabelHealth, 'noise' | 'joint'>): DataTable {
  return {
    columns: ['label', 'truth', 'probability_of_label_given_truth', 'photographs'],
    rows: pairs.map(([label, truth]) => [
      ...[label, truth, noise?.[label]?.[truth] ?? null, joint?.[label]?.[truth] ?? null],
    ]),
  }
}

export function classTable({ classes }: Pick<LabelHealth, 'classes'>): DataTable {
  return {
    columns: ['grade', 'name', 'labelled', 'current', 'estimated'],
    rows: classes.map((one) => [one.grade, gradeNames[one.grade], one.labelled, one.current, one.estimated]),
  }
}

export function eyesTable({ eyes }: Pick<LabelHealth, 'eyes'>): DataTable {
  return {
    columns: ['right', 'left', 'patients'],
    rows: pairs.map(([right, left]) => [right, left, eyes.matrix[right]?.[left] ?? 0]),
  }
}

export function reliabilityTable({ bins }: NonNullable<LabelHealth['reliability']>): DataTable {
  return {
    columns: ['labels', 'suspicion', 'wrong', 'wrong_low', 'wrong_high'],
    rows: bins.map(({ n, suspicion, wrong, interval }) => [n, suspicion, wrong, ...interval]),
  }
}

const pairs = grades.flatMap((row) => grades.map((column) => [row, column] as const))
