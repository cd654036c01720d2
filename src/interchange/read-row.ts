import type { Eye, Grade } from '#shared/grades.ts'
import type { Detected } from './detect.ts'
import type { LabelFileRow } from './label-file.ts'
import type { TableRecord } from './read-table.ts'

/** One record as a label row. What is wrong with it is its `rejected`; repeats are found among rows, not here. */
export function readRow({ line, cells }: TableRecord, { layout, places }: Detected): LabelFileRow {
  const cell = (place: number | null) => (place === null ? '' : (cells[place]?.trim() ?? ''))
  const name = layout.key(cells[places.image] ?? '')
  const { grade, reason } = readGrade(cells[places.grade])
  const person = layout.person?.(name)
  return {
    line,
    name,
    raw: cells,
    grade,
    oedema: readOedema(cell(places.oedema)),
    patient: person?.patient ?? (cell(places.patient) || null),
    eye: person?.eye ?? readEye(cell(places.eye)),
    rejected: name === '' ? 'the row names no photograph' : reason,
  }
}

/** A whole grade from 0 to 4. Files that went through floating point say 2.0 and mean it. */
function readGrade(cell: string | undefined): { readonly grade: Grade | null; readonly reason: string | null } {
  const text = cell?.trim()
  if (text === undefined) return { grade: null, reason: 'the row is too short to hold a grade' }
  if (text === '') return { grade: null, reason: 'the grade is missing' }
  if (/^[0-4](?:\.0*)?$/.test(text)) return { grade: Number(text) as Grade, reason: null }
  const number = /^[-+]?\d+(?:\.\d*)?$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(number)) return { grade: null, reason: `"${shortened(text)}" is no grade` }
  if (!Number.isInteger(number)) return { grade: null, reason: `grade ${shortened(text)} is not a whole number` }
  return { grade: null, reason: `grade ${shortened(text)} is outside 0 to 4` }
}

function readOedema(text: string): number | null {
  return /^[0-2](?:\.0*)?$/.test(text) ? Number(text) : null
}

const leftWords = new Set(['left', 'l', 'os'])
const rightWords = new Set(['right', 'r', 'od'])

/** Also the oculists' abbreviations: OD is the right eye, OS the left. */
function readEye(text: string): Eye | null {
  const word = text.toLowerCase()
  if (leftWords.has(word)) return 'left'
  return rightWords.has(word) ? 'right' : null
}

function shortened(text: string): string {
  return text.length > 30 ? `${text.slice(0, 30)}…` : text
}
