import type { Grade } from '#shared/grades.ts'
import type { Evidence } from '../evidence.ts'
import { against, contradiction, differing, inFavour, onlyTold, type Said, type Term } from '../term.ts'

/** Label files of the project that give another grade. */
export const filesTerm: Term = {
  name: 'files',
  prior: { weight: 1.5, deviation: 0.75 },
  value: (known) => contradiction(known.label, allFiles(known)),
  sentence(known) {
    const { label, files, fileLabel } = known
    const parts = [...ownFile(label, fileLabel), ...otherFiles(label, files)]
    if (parts.length === 0) return null
    const text = `${parts.join('; ')}.`
    return stanceOf(label, allFiles(known))(text.charAt(0).toUpperCase() + text.slice(1))
  },
}

/** Every label file that gives a grade, but the one whose word the label is. */
function allFiles({ files, fileLabel }: Pick<Evidence, 'files' | 'fileLabel'>): readonly Grade[] {
  return fileLabel === null ? files : [fileLabel, ...files]
}

/** What the label file says that a reader has decided on. */
function ownFile(label: Grade, fileLabel: Grade | null): string[] {
  if (fileLabel === null) return []
  const other = differing(label, [fileLabel])
  return [other === '' ? 'the label file says the same' : `the label file says ${other}`]
}

function otherFiles(label: Grade, files: readonly Grade[]): string[] {
  const [differs, agrees] = [files.filter((grade) => grade !== label), files.filter((grade) => grade === label)]
  const said = differing(label, files)
  if (files.length === 0) return []
  if (differs.length === 0) return [files.length === 1 ? 'the other label file agrees' : 'the other label files agree']
  const against =
    differs.length === 1 ? `another label file says ${said}` : `${differs.length} other label files say ${said}`
  if (agrees.length === 0) return [against]
  return [against, agrees.length === 1 ? 'one agrees' : `${agrees.length} agree`]
}

function stanceOf(label: Grade, all: readonly Grade[]): (text: string) => Said {
  if (all.every((grade) => grade === label)) return inFavour
  return all.includes(label) ? onlyTold : against
}
