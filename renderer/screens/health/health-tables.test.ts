import { expect, it } from 'vitest'
import type { BoundaryEntryReport, Ledger } from '#shared/contract/health.ts'
import { csvOf } from '../../ui/csv.ts'
import { foundTable, ledgerTable, noiseTable, reliabilityTable } from './health-tables.ts'

const entry: BoundaryEntryReport = {
  ...{ boundary: [1, 2], photographs: 500, read: 4, found: 2, controls: 4, wrongControls: 1 },
  ...{ remaining: 60, remainingInterval: [30, 110], gain: 2, gainInterval: [1.5, 4] },
  ...{ mayStop: false, advice: 'Read on: a, b.' },
  curve: [
    [0, 0],
    [2, 1],
    [4, 2],
  ],
}

it('the ledger is a row for each boundary, with whose it is and their self-agreement', () => {
  const ledger: Ledger = {
    ...{ grader: '=Ben', rate: 0.02, boundaries: [entry] },
    selfAgreement: { n: 3, same: 3, interval: [0.4, 1], quadraticKappa: null },
  }
  const { columns, rows } = ledgerTable(ledger)
  expect(rows.map((row) => row.length)).toEqual([columns.length])
  const [, line] = csvOf({ columns, rows }).split('\r\n')
  expect(line).toBe(`1,2,Mild – Moderate,500,4,2,4,1,60,30,110,2,1.5,4,false,"Read on: a, b.",'=Ben,0.02,3,3,0.4,1,`)
})

it('the curve has what random order would have found beside each point', () => {
  expect(foundTable({ ...entry, controls: 8, wrongControls: 2 }).rows).toEqual([
    [0, 0, 0, 62, 32, 112],
    [2, 1, 0.5, 62, 32, 112],
    [4, 2, 1, 62, 32, 112],
  ])
  const without = { ...entry, controls: 0, wrongControls: 0, remaining: null, remainingInterval: null }
  expect(foundTable(without).rows.at(-1)).toEqual([4, 2, null, null, null, null])
})

it('the noise matrix is a row for each pair of label and truth', () => {
  const matrix = [0, 1, 2, 3, 4].map((row) => [0, 1, 2, 3, 4].map((column) => 10 * row + column))
  const { rows } = noiseTable({ noise: matrix, joint: null })
  expect(rows).toHaveLength(25)
  expect(rows).toContainEqual([1, 2, 12, null])
})

it('the reliability plot is a row for each bin', () => {
  const bins = [{ n: 5, suspicion: 0.1, wrong: 0.2, interval: [0.05, 0.5] as [number, number] }]
  expect(reliabilityTable({ n: 5, bins, calibrationError: 0.1 }).rows).toEqual([[5, 0.1, 0.2, 0.05, 0.5]])
})
