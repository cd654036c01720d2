import { Switch } from '@mantine/core'
import { Failed } from '../../app/kit/failed.tsx'
import type { Project } from '../../data/contract-types.ts'
import { usePreferences } from '../../data/preferences.ts'
import { useChooseSettings } from '../../data/projects.ts'
import styles from './projects-screen.module.css'

/** Whether readers are shown each other's readings before they have read a photograph themselves. */
export function OthersReadings({ project }: { readonly project: Project }) {
  const reader = usePreferences((preferences) => preferences.reader)
  const choose = useChooseSettings()
  return (
    <div className={styles.choice}>
      <Switch
        label="Show readers what others said before they have read a photograph themselves"
        description="Off, each reader’s first grade is independent of the others: their grades, and all that follows from them, appear once he has read the photograph. On, everybody sees every reading at once. Exports hold all readings either way."
        checked={project.settings.showOthersReadings}
        disabled={choose.isPending}
        onChange={(event) =>
          choose.mutate({
            settings: { showOthersReadings: event.currentTarget.checked },
            ...(reader === null ? {} : { who: reader }),
          })
        }
        data-testid="show-others"
      />
      <Failed of={choose} />
    </div>
  )
}
