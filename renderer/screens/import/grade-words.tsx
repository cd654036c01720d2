import { NativeSelect } from '@mantine/core'
import { gradeNames, grades } from '#shared/grades.ts'
import type { ImportPreview } from '../../data/contract-types.ts'
import { count } from '../../ui/count.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './grade-words.module.css'
import { noGrade } from './import-choices.ts'
import { useImport } from './import-store.ts'

type Words = ImportPreview['words']

/** Whether there is anything to say about the words: some name a grade, or nothing else does. */
export function hasGradeWords({ words, problem }: Pick<ImportPreview, 'words' | 'problem'>): boolean {
  return (
    words.some(({ offered, choices, chosen }) => offered !== null || choices.length > 0 || chosen) ||
    (problem !== null && words.length > 0)
  )
}

/** What each of the file's own words, or of its folders' names, counts for; every one can be changed before the import. */
export function GradeWords({ words, folders }: { readonly words: Words; readonly folders: boolean }) {
  const { choices, choose } = useImport()
  const what = folders ? 'Folder' : 'Word'
  const open = words.filter((word) => word.choices.length > 0).length
  return (
    <Panel
      title={folders ? 'What each folder counts for' : 'What each word counts for'}
      aside={open > 0 ? `${count(open)} to choose` : 'Change any of them; the choice is kept with the labels'}
    >
      <table className={styles.words} data-testid="grade-words">
        <thead>
          <tr>
            <th>{what}</th>
            <th className={styles.rows}>{folders ? 'Photographs' : 'Rows'}</th>
            <th>Counts for</th>
          </tr>
        </thead>
        <tbody>
          {words.map((word) => (
            <tr key={word.word} data-open={word.choices.length > 0}>
              <td className={styles.word} title={word.word}>
                {word.word}
              </td>
              <td className={styles.rows}>{count(word.rows)}</td>
              <td>
                <NativeSelect
                  size="xs"
                  aria-label={`${what} ${word.word} counts for`}
                  value={shownChoice(word)}
                  onChange={(event) =>
                    choose({ grades: { ...choices.grades, [word.word]: event.currentTarget.value } })
                  }
                  data={optionsOf(word)}
                  error={word.choices.length > 0}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function shownChoice({ grade, choices }: Words[number]): string {
  if (choices.length > 0) return ''
  return grade === null ? noGrade : String(grade)
}

function optionsOf({ choices, offered }: Words[number]) {
  return [
    ...(choices.length > 0 ? [{ value: '', label: `Choose: ${choices.join(' or ')}`, disabled: true }] : []),
    ...grades.map((grade) => ({
      value: String(grade),
      label: `${grade} ${gradeNames[grade]}${grade === offered ? ' (offered)' : ''}`,
    })),
    { value: noGrade, label: 'No grade' },
  ]
}
