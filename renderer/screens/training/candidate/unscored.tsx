import { Button } from '@mantine/core'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useRunList } from '../../../data/jobs.ts'
import { useScoreAll } from '../../../data/models.ts'
import { useActiveRun } from '../../../data/runs.ts'
import styles from '../training-screen.module.css'

/** In place of the figures of a model that has graded none of the photographs that are locked away. */
export function Unscored({ model }: { readonly model: ModelId }) {
  const score = useScoreAll()
  const busy = useActiveRun(useRunList().data)
  return (
    <div className={styles.unscored}>
      <p>
        Nothing can be said of it yet: it has not graded the photographs that are locked away, or has learnt from them.
      </p>
      <Button
        size="xs"
        variant="default"
        disabled={busy !== null}
        loading={score.isPending}
        onClick={() => score.mutate({ model })}
      >
        Score all photographs with {model}
      </Button>
      <Failed of={score} />
    </div>
  )
}
