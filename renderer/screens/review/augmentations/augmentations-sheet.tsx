import { Button, Modal, Switch } from '@mantine/core'
import { useRef, useState } from 'react'
import { namedChanges } from '#shared/augmentation.ts'
import { predictedGrade } from '#shared/grades.ts'
import { closeOverlay, useOverlay } from '../../../app/kit/overlays.ts'
import type { ExplainRequest } from '../../../data/contract-types.ts'
import { useExplanationsUnderChanges } from '../../../data/explanations.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useProject } from '../../../data/projects.ts'
import { elementPicture } from '../../../ui/element-picture.ts'
import { decisionName } from '../../../ui/grade-look.ts'
import { SaveButton } from '../../../ui/save-button.tsx'
import { fileName, saveFile } from '../../../ui/save-file.ts'
import { MapScale, SidesSentence } from '../map/map-legend.tsx'
import { methodName } from '../map/map-methods.ts'
import { useMapChoice, wantedMap } from '../map/wanted-map.ts'
import { useSession } from '../session/session.ts'
import styles from './augmentations.module.css'
import { changeNames } from './change-names.ts'
import { ChangedPhotograph } from './changed-photograph.tsx'
import { spreadSentence } from './spread.ts'

/** The photograph under each change side by side, each with its map and what the model gives; closed, it stops computing. */
export function AugmentationsSheet() {
  const open = useOverlay((state) => state.open === 'augmentations')
  const presented = useSession((session) => session.presented)
  const choice = useMapChoice()
  const wanted = presented && wantedMap(presented.photograph, choice)
  const prediction = presented?.photograph.prediction
  // Every map is of one grade, so that they can be held against each other.
  const request = wanted && prediction ? { grade: predictedGrade(prediction.probabilities), ...wanted } : null
  return (
    <Modal
      opened={open && request !== null}
      onClose={closeOverlay}
      title={`${presented?.photograph.name ?? ''} under changes`}
      size="96%"
      yOffset="2dvh"
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="augmentations-sheet"
    >
      {request && presented ? (
        <Changes name={presented.photograph.name} request={request} outOfFold={prediction?.outOfFold === true} />
      ) : null}
    </Modal>
  )
}

interface ChangesProps {
  /** Of the photograph. */
  readonly name: string
  readonly request: ExplainRequest
  /** Whether what stands beside the photograph is of another fit than what is shown here. */
  readonly outOfFold: boolean
}

function Changes({ name, request, outOfFold }: ChangesProps) {
  const found = useExplanationsUnderChanges(request)
  const [maps, setMaps] = useState(true)
  const sheet = useRef<HTMLDivElement>(null)
  const project = useProject().data?.name ?? ''
  const explanations = found.data ?? []
  const [asItIs] = explanations
  const spread = spreadSentence(explanations.map(({ probabilities }) => probabilities))
  const { length: count } = explanations
  const save = async () => {
    if (sheet.current) saveFile(fileName([project, name, 'under changes'], 'png'), await elementPicture(sheet.current))
  }
  return (
    <div ref={sheet} className={styles.sheet}>
      <div className={styles.header}>
        <p className={styles.spread} role="status" data-testid="augmentations-spread">
          {found.isError ? (
            <span className={styles.failure}>
              {failureSentence(found.error)}{' '}
              <Button size="compact-xs" variant="default" onClick={() => void found.refetch()}>
                Try again
              </Button>
            </span>
          ) : (
            (spread ?? 'Computing…')
          )}
          {count > 0 && count < namedChanges.length && !found.isError ? (
            <span className={styles.fine}>
              {' '}
              {count} of {namedChanges.length}
            </span>
          ) : null}
        </p>
        {asItIs ? (
          <p className={styles.legend}>
            <span>
              {methodName(asItIs.method)} for {decisionName(asItIs.grade)}
              {asItIs.against === null ? '' : `, not ${decisionName(asItIs.against)}`}
            </span>
            <MapScale map={asItIs} />
            <SidesSentence map={asItIs} />
          </p>
        ) : null}
        <div className={styles.controls} data-unpictured>
          <Switch size="xs" label="Maps" checked={maps} onChange={(event) => setMaps(event.currentTarget.checked)} />
          {count === namedChanges.length ? (
            <SaveButton kind="PNG" of="the sheet" title="This sheet, as a picture" save={save} />
          ) : null}
        </div>
      </div>
      {outOfFold && asItIs ? (
        <p className={styles.note}>
          By model {asItIs.model} itself. What stands beside the photograph is of a fit that never saw it.
        </p>
      ) : null}
      <ul className={styles.grid}>
        {namedChanges.map((change, index) => (
          <ChangedPhotograph
            key={change}
            name={changeNames[change]}
            explanation={explanations[index] ?? null}
            asItIs={asItIs ?? null}
            map={maps}
          />
        ))}
      </ul>
    </div>
  )
}
