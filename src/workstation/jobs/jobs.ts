import type { Job } from '../job.ts'
import { combineJob } from './combine-job.ts'
import { importJob } from './import/import-job.ts'
import { noisyStudentJob } from './noisy-student/noisy-student-job.ts'
import { scoreJob } from './score/score-job.ts'
import { screenJob } from './screen/screen-job.ts'
import { trainJob } from './train/train-job.ts'

/** Every kind of job there is. */
export const jobs: readonly Job[] = [importJob, screenJob, trainJob, noisyStudentJob, scoreJob, combineJob]
