import type { Eye } from '#shared/grades.ts'
import { withoutPictureExtension } from './photograph-names.ts'

/** Whose photograph it is, and of which eye. */
export interface Person {
  readonly patient: string | null
  readonly eye: Eye | null
}

/** `10_left`, `10_left_rotated_90`, `7_l1`, `P0012-OD_2`: a patient that ends in a number, and an eye. */
const patientAndEye = /^((?:[a-z]+[-_ ]?)?\d+)[-_ ](left|right|l|r|od|os)\d*(?:$|[-_ .])/i
const rightEye = new Set(['right', 'r', 'od'])

/** What the beginning of a photograph's name tells of its patient; re-issues and copies add to its end. The oculists' OD is the right
 *  eye, OS the left. */
export function personOf(path: string): Person {
  const name = withoutPictureExtension(path.trim().replaceAll('\\', '/').split('/').at(-1) ?? '')
  const [, patient, eye] = patientAndEye.exec(name) ?? []
  if (patient === undefined || eye === undefined) return { patient: null, eye: null }
  return { patient, eye: rightEye.has(eye.toLowerCase()) ? 'right' : 'left' }
}

const leftWords = new Set(['left', 'l', 'os', 'le'])
const rightWords = new Set(['right', 'r', 'od', 're'])

/** An eye as a column names it. */
export function readEye(text: string): Eye | null {
  const word = text.toLowerCase()
  if (leftWords.has(word)) return 'left'
  return rightWords.has(word) ? 'right' : null
}
