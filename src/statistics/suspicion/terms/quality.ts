import type { Term } from '../term.ts'

/** Microaneurysms are seen in sharp pictures only (Mild photographs are EyePACS's sharpest): a Mild in a poor one is a
 *  question of whether it can be graded at all. */
export const qualityTerm: Term = {
  name: 'quality',
  prior: { weight: 0.5, deviation: 0.4 },
  value({ label, quality }) {
    if (quality === null || quality === 'good') return 0
    return (quality === 'reject' ? 2 : 1) * (label === 1 ? 1 : 0.3)
  },
  sentence({ label, quality }) {
    if (quality === null || quality === 'good') return null
    return label === 1
      ? 'The picture is poor, and Mild rests on the smallest lesions: it may be ungradable.'
      : 'The picture is poor: it may be ungradable.'
  },
}
