import { Fragment } from 'react'
import { gradeNames } from '#shared/grades.ts'
import type { ModelId } from '#shared/ids.ts'
import type { Evaluation } from '../../../data/contract-types.ts'
import { counted } from '../../../ui/count.ts'
import { gradeColour } from '../../../ui/grade-look.ts'
import { type ComparedFigure, compareGrades, gradeMetrics, leastToJudge } from './grade-comparison.ts'
import styles from './grade-table.module.css'

interface GradeTableProps {
  readonly models: readonly { readonly id: ModelId; readonly evaluation: Evaluation }[]
}

/** Every grade's figures; of two models the better of each pair stands out, where there are enough photographs to tell. */
export function GradeTable({ models }: GradeTableProps) {
  const rows = compareGrades(models.map(({ evaluation }) => evaluation))
  const pair = models.length > 1
  return (
    <div className={styles.scroll}>
      <table className={styles.table} data-testid="grade-table">
        <caption>
          By grade, each against the rest
          {pair ? `; ▴ marks the better of ${models.map(({ id }) => id).join(' and ')}` : ''}
        </caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={pair ? 2 : 1} className={styles.name}>
              Grade
            </th>
            <th scope="col" rowSpan={pair ? 2 : 1} className={styles.count}>
              Photographs
            </th>
            {gradeMetrics.map(({ key, name }) => (
              <th key={key} scope="colgroup" colSpan={models.length} className={styles.first}>
                {name}
              </th>
            ))}
          </tr>
          {pair ? (
            <tr>
              {gradeMetrics.map(({ key }) => (
                <Fragment key={key}>
                  {models.map(({ id }, place) => (
                    <th key={id} scope="col" className={place === 0 ? styles.first : undefined}>
                      {id}
                    </th>
                  ))}
                </Fragment>
              ))}
            </tr>
          ) : null}
        </thead>
        <tbody>
          {rows.map(({ grade, n, judged, figures }) => (
            <tr key={grade} data-judged={judged}>
              <th scope="row" style={{ '--grade': gradeColour(grade) }}>
                <b>{grade}</b> {gradeNames[grade]}
              </th>
              <td className={styles.count}>
                {[...new Set(n)].join(' and ')}
                {judged ? null : <span> cannot be judged</span>}
              </td>
              {gradeMetrics.map(({ key }) =>
                figures[key].map((figure, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the places are the models
                  <Figure key={place} figure={figure} first={place === 0} />
                )),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.every(({ judged }) => judged) ? null : (
        <p className={styles.note}>
          A grade with fewer than {counted(leastToJudge, 'photograph')} cannot be judged: its figures are chance as much
          as the model.
        </p>
      )}
    </div>
  )
}

function Figure({ figure: { value, better }, first }: { readonly figure: ComparedFigure; readonly first: boolean }) {
  return (
    <td className={first ? styles.first : undefined} data-better={better || undefined}>
      {value === null ? '–' : value.toFixed(3)}
      {better ? <span className="visually-hidden"> (better)</span> : null}
    </td>
  )
}
