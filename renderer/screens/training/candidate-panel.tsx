import { Button, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { ModelId } from '#shared/ids.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useRunList } from '../../data/jobs.ts'
import { useActiveRun } from '../../data/runs.ts'
import { useJudgement, useModels, usePromoteModel, useScoreAll } from '../../data/training.ts'
import { Panel } from '../../ui/panel.tsx'
import { candidateBesideCurrent } from './candidate.ts'
import { JudgementColumn } from './judgement-column.tsx'
import styles from './training-screen.module.css'

/** The newest candidate beside the model in use, and the choice between them. */
export function CandidatePanel() {
  const models = useModels()
  const promote = usePromoteModel()
  const score = useScoreAll()
  const busy = useActiveRun(useRunList().data)
  const [kept, setKept] = useState<ModelId | null>(null)
  const { candidate, current } = candidateBesideCurrent(models.data ?? [])
  const candidateJudgement = useJudgement(candidate?.id ?? null)
  const currentJudgement = useJudgement(current?.id ?? null)

  if (models.isError) return <p className={styles.failure}>{failureSentence(models.error)}</p>
  if (!candidate && !current) return null
  return (
    <Panel
      title={candidate && current ? 'Candidate beside the current model' : 'Model'}
      aside={
        <Tooltip label="After photographs were imported: the current model looks at all of them">
          <Button
            size="xs"
            variant="default"
            disabled={busy !== null}
            loading={score.isPending}
            onClick={() => score.mutate({})}
            data-testid="score-all"
          >
            Score all photographs
          </Button>
        </Tooltip>
      }
    >
      <div className={styles.models}>
        {candidate ? <JudgementColumn title="Candidate" model={candidate} judgement={candidateJudgement} /> : null}
        {current ? <JudgementColumn title="Current" model={current} judgement={currentJudgement} /> : null}
      </div>
      {score.isError ? (
        <p className={styles.failure} role="alert">
          {failureSentence(score.error)}
        </p>
      ) : null}
      {candidate ? (
        <div className={styles.choice}>
          <Button
            loading={promote.isPending}
            onClick={() => promote.mutate({ model: candidate.id })}
            data-testid="promote"
          >
            Promote {candidate.id}
          </Button>
          <Button variant="default" onClick={() => setKept(candidate.id)} data-testid="keep">
            Keep as candidate
          </Button>
          <span className={styles.fine} role="status">
            {promote.isError
              ? failureSentence(promote.error)
              : kept === candidate.id
                ? `${candidate.id} stays a candidate. It is not lost; promote it whenever you like.`
                : 'The promoted model scores the photographs and orders the queue.'}
          </span>
        </div>
      ) : null}
    </Panel>
  )
}
