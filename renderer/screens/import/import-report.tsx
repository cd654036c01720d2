import { isGrade } from '#shared/grades.ts'
import type { ImportReport } from '../../data/contract-types.ts'
import { count, counted } from '../../ui/count.ts'
import { decisionName } from '../../ui/grade-look.ts'
import { Panel } from '../../ui/panel.tsx'
import { CountLists } from './count-lists.tsx'
import styles from './import-screen.module.css'
import { Notes } from './notes.tsx'

/** What an import found, with every list it made. */
export function ImportReportView({ report }: { readonly report: ImportReport }) {
  return (
    <Panel
      title={report.labelSet === null ? 'Imported without labels' : `Imported: ${report.labelSet}`}
      aside={report.layout}
    >
      <p className={styles.sentence} data-testid="import-report">
        {counted(report.images, 'photograph')} of this folder {report.images === 1 ? 'is' : 'are'} in the project
        {report.labelSet === null
          ? ', without a grade until somebody reads them or a label file is imported.'
          : `, and ${count(report.labels)} of the ${report.layout === 'folders' ? 'rows' : 'file’s rows'} belong to one of them.`}
        {report.quality === null
          ? ''
          : ` The file itself calls ${count(report.quality.good)} good, ${count(report.quality.usable)} usable and ${count(report.quality.reject)} unfit.`}
        {report.augmentedCopies > 0
          ? ` ${counted(report.augmentedCopies, 'photograph is a turned or mirrored copy', 'photographs are turned or mirrored copies')} of others; each is kept in one group with them.`
          : ''}
      </p>
      <Notes problem={null} warnings={report.warnings} />
      <CountLists
        lists={[
          { name: 'rows whose photograph is missing', items: report.missingImages, tone: 'warning' },
          { name: 'photographs without a label', items: report.unlabelledImages },
          {
            name: 'unreadable files',
            items: report.unreadable.map(({ file, reason }) => `${file}: ${reason}`),
            tone: 'warning',
          },
          {
            name: 'notes on how files were read',
            items: report.notes.map(({ file, note }) => `${file}: ${note}`),
          },
          { name: 'groups of identical photographs', items: report.duplicates.map((group) => group.join(' = ')) },
          {
            name: 'identical photographs with different grades',
            items: report.conflicts.map(
              ({ images, grades }) => `${images.join(' = ')}: ${grades.map(decisionName).join(' against ')}`,
            ),
            tone: 'warning',
          },
          {
            name: 'disagreements between label files',
            items: report.disagreements.map(({ image, grades }) => `${image}: ${disagreement(grades)}`),
            tone: 'warning',
          },
          {
            name: 'rows that cannot be used',
            items: report.rejectedRows.map(({ line, reason }) => `Line ${line}: ${reason}`),
            tone: 'warning',
          },
        ]}
      />
    </Panel>
  )
}

function disagreement(grades: Readonly<Record<string, number>>): string {
  return Object.entries(grades)
    .map(([labelSet, grade]) => `${isGrade(grade) ? decisionName(grade) : grade} (${labelSet})`)
    .join(' against ')
}
