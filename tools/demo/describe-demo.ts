import { gradeNames } from '#shared/grades.ts'
import { columns, figure } from '../../src/hosts/cli/words.ts'
import type { DemoResult } from './run-demo.ts'

/** What the demonstration found, beside the known answers. */
export function describeDemo(result: DemoResult): string {
  const { verdicts, holdOut, everyPhotograph, suspects, suspectsAtBoundary: boundary, seconds } = result
  const rows = suspects.first.map(({ image, label, suggested, score, wrong }) => [
    `  ${image}`,
    `labelled ${gradeNames[label]}`,
    `suggested ${gradeNames[suggested]}`,
    score.toFixed(2),
    wrong ? 'wrong on purpose' : 'label is right',
  ])
  const times = Object.entries(seconds).map(([stage, value]) => `${stage} ${value.toFixed(1)} s`)
  return [
    `Made ${result.photographs} photographs; ${result.wrongLabels} Mild and Moderate labels are wrong on purpose.`,
    `Screening: ${verdicts.good} good, ${verdicts.usable} usable, ${verdicts.reject} to reject.`,
    `Model ${result.model}, trained on the noisy labels with ${result.runtime}:`,
    `  held-out quadratic kappa ${figure(holdOut.qwkTrue)} against the true grades, ${figure(holdOut.qwkGiven)} against the labels (${holdOut.n} photographs locked away)`,
    `  every photograph by a fit that never saw it: ${figure(everyPhotograph.qwkTrue)} against the true grades, ${figure(everyPhotograph.qwkGiven)} against the labels (${everyPhotograph.n} photographs)`,
    `Suspects: ${suspects.foundInFirstK} of the ${suspects.wrong} wrong labels are among the first ${suspects.k} of ${suspects.ranked}; a random order would show ${figure(suspects.expectedAtRandom, 1)}.`,
    `  precision at ${suspects.k}: ${figure(suspects.precisionAtK, 2)}; to find 80 % of them a reader looks at ${suspects.reviewsTo80 ?? '-'} photographs, at random at ${figure(suspects.reviewsTo80AtRandom, 0)}`,
    `  of the Mild and Moderate labels alone: ${boundary.foundInFirstK} among the first ${boundary.k} of ${boundary.ranked}; a random order would show ${figure(boundary.expectedAtRandom, 1)}`,
    'The first ten:',
    columns(rows),
    `Time: ${times.join(', ')}.`,
    `The project is in ${result.project}.`,
  ].join('\n')
}
