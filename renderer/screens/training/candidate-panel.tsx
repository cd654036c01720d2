import { Button, Tooltip } from '@mantine/core'
import { useState } from 'react'
import type { ModelSummary } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../app/failed.tsx'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useRunList } from '../../data/jobs.ts'
import { useEvaluation, useJudgement, useModels, usePromoteModel, useScoreAll } from '../../data/models.ts'
import { useActiveRun } from '../../data/runs.ts'
import { Panel } from '../../ui/panel.tsx'
import { candidateBesideCurrent } from './candidate.ts'
import { GradeTable } from './grade-table.tsx'
import { currentTitle, JudgementColumn } from './judgement-column.tsx'
import styles from './training-screen.module.css'

/** A model beside the one in use, the newest candidate where none was chosen, and the choice between them. */
export function CandidatePanel({ chosen }: { readonly chosen: ModelId | null }) {
  const models = useModels()
  const promote = usePromoteModel()
  const score = useScoreAll()
  const busy = useActiveRun(useRunList().data)
  const [kept, setKept] = useState<ModelId | null>(null)
  const { candidate, other } = candidateBesideCurrent(models.data ?? [], chosen)
  const candidateJudgement = useJudgement(candidate?.id ?? null)
  const otherJudgement = useJudgement(other?.id ?? null)
  const evaluations = [useEvaluation(candidate?.id ?? null).data, useEvaluation(other?.id ?? null).data]
  const evaluated = [candidate, other].flatMap((model, place) => {
    const evaluation = evaluations[place]
    return model && evaluation && evaluation.n > 0 ? [{ id: model.id, evaluation }] : []
  })

  if (models.isError) return <Failed of={models} />
  if (!candidate && !other) return null
  return (
    <Panel
      title={candidate && other ? `${candidate.id} beside ${other.id}` : 'Model'}
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
        {candidate ? (
          <JudgementColumn title={titleOf(candidate)} model={candidate} judgement={candidateJudgement} />
        ) : null}
        {other ? <JudgementColumn title={titleOf(other)} model={other} judgement={otherJudgement} /> : null}
      </div>
      {evaluated.length > 0 ? <GradeTable models={evaluated} /> : null}
      <Failed of={score} />
      {candidate && candidate.status !== 'promoted' ? (
        <div className={styles.choice}>
          <Button
            loading={promote.isPending}
            onClick={() => promote.mutate({ model: candidate.id })}
            data-testid="promote"
          >
            Promote {candidate.id}
          </Button>
          {candidate.status === 'candidate' ? (
            <Button variant="default" onClick={() => setKept(candidate.id)} data-testid="keep">
              Keep as candidate
            </Button>
          ) : null}
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

function titleOf({ status, current }: ModelSummary): string {
  if (status === 'candidate') return 'Candidate'
  return current ? currentTitle : 'Model'
}
