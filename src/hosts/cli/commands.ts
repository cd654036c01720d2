import { addressCommand } from './address.ts'
import { agreementCommand } from './agreement.ts'
import { benchCommand } from './bench.ts'
import type { CommandDefinition } from './command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { enhanceCommand } from './enhance.ts'
import { evaluateCommand } from './evaluate.ts'
import { explainCommand } from './explain.ts'
import { exportCommand } from './export.ts'
import { gradeCommand } from './grade.ts'
import { healthCommand } from './health.ts'
import { importCommand } from './import.ts'
import { initCommand } from './init.ts'
import { labelsCommand } from './labels.ts'
import { logCommand } from './log.ts'
import { modelCommand } from './model.ts'
import { noisyStudentCommand } from './noisy-student.ts'
import { qualityCommand } from './quality.ts'
import { readersCommand } from './readers.ts'
import { scoreCommand } from './score.ts'
import { screenCommand } from './screen.ts'
import { serveCommand } from './serve.ts'
import { sourcesCommand } from './sources.ts'
import { statsCommand } from './stats.ts'
import { suspectsCommand } from './suspects.ts'
import { trainCommand } from './train.ts'

/** Every command there is, in the order of the help. */
export const commands: readonly CommandDefinition[] = [
  initCommand,
  importCommand,
  labelsCommand,
  sourcesCommand,
  screenCommand,
  qualityCommand,
  enhanceCommand,
  trainCommand,
  noisyStudentCommand,
  scoreCommand,
  suspectsCommand,
  explainCommand,
  gradeCommand,
  readersCommand,
  agreementCommand,
  healthCommand,
  evaluateCommand,
  exportCommand,
  modelCommand,
  statsCommand,
  benchCommand,
  serveCommand,
  addressCommand,
  demoCommand,
  doctorCommand,
  logCommand,
]
