import { IconCheck } from '@tabler/icons-react'
import type { BoundaryEntryReport } from '#shared/contract/health.ts'
import { count } from '../../../ui/count.ts'
import { GradeBadge } from '../../../ui/grade-badge.tsx'
import { boundaryName, estimateText, stopWord } from '../health-words.ts'
import styles from './ledger.module.css'

interface LedgerTableProps {
  readonly entries: readonly BoundaryEntryReport[]
  readonly shown: BoundaryEntryReport
  /** Whose readings; null for all readers'. */
  readonly whose: string | null
  readonly rate: number
  readonly onChoose: (entry: BoundaryEntryReport) => void
}

/** The boundaries, each with its figures and, below them, what follows. */
export function LedgerTable({ entries, shown, whose, rate, onChoose }: LedgerTableProps) {
  const share = `${Number((100 * rate).toPrecision(4))} %`
  return (
    <>
      <p className={styles.whose} id="ledger-whose">
        Readings of {whose ?? 'all readers'}; you can stop where at most {share} of the labels left are wrong, at the
        upper end of the 95 % interval. A boundary holds the photographs labelled one of its two grades.
      </p>
      <div className={styles.scroll}>
        <table
          className={styles.table}
          aria-label="Boundary ledger"
          aria-describedby="ledger-whose"
          data-testid="ledger"
        >
          <thead>
            <tr>
              <th scope="col">Boundary</th>
              <th scope="col">Photographs</th>
              <th scope="col">Read</th>
              <th scope="col">Found wrong</th>
              <th scope="col">Controls, wrong</th>
              <th scope="col">Still wrong (95 %)</th>
              <th scope="col">Gain over random</th>
              <th scope="col">Advice</th>
            </tr>
          </thead>
          {entries.map((entry) => (
            <BoundaryRows
              key={boundaryName(entry)}
              entry={entry}
              shown={entry === shown}
              onChoose={() => onChoose(entry)}
            />
          ))}
        </table>
      </div>
    </>
  )
}

interface BoundaryRowsProps {
  readonly entry: BoundaryEntryReport
  readonly shown: boolean
  readonly onChoose: () => void
}

function BoundaryRows({ entry, shown, onChoose }: BoundaryRowsProps) {
  const { boundary, photographs, read, found, controls, wrongControls, remaining, remainingInterval, gain } = entry
  const [low, high] = boundary
  const word = stopWord(entry)
  return (
    <tbody data-shown={shown} data-testid={`boundary-${low}-${high}`}>
      <tr>
        <th scope="row">
          <button type="button" aria-pressed={shown} onClick={onChoose}>
            <span className={styles.badges} aria-hidden="true">
              <GradeBadge decision={low} hollow />
              <GradeBadge decision={high} hollow />
            </span>
            {boundaryName(entry)}
            <span className="visually-hidden">: show its curve</span>
          </button>
        </th>
        <td>{count(photographs)}</td>
        <td>{count(read)}</td>
        <td>{count(found)}</td>
        <td>{controls === 0 ? 'none read' : `${count(controls)}, ${count(wrongControls)}`}</td>
        <td className={styles.strong}>{estimateText(remaining, remainingInterval)}</td>
        <td>{gain === null ? '–' : `${gain.toFixed(1)} ×`}</td>
        <td className={styles.word} data-stop={entry.mayStop}>
          {entry.mayStop ? <IconCheck size={14} stroke={2.2} aria-hidden="true" /> : null}
          {word}
        </td>
      </tr>
      <tr>
        <td colSpan={8} className={styles.advice}>
          <div>{entry.advice}</div>
        </td>
      </tr>
    </tbody>
  )
}
