import { contradiction, differing, type Term } from '../term.ts'

/** Label files of the project that give another grade. */
export const filesTerm: Term = {
  name: 'files',
  prior: { weight: 1.5, deviation: 0.75 },
  value: ({ label, files }) => contradiction(label, files),
  sentence({ label, files }) {
    if (files.length === 0) return null
    const others = differing(label, files)
    return others === '' ? 'The other label files agree.' : `Another label file says ${others}.`
  },
}
