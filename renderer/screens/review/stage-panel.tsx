import { Button } from '@mantine/core'
import { useEffect, useMemo, useState } from 'react'
import { imageIdSchema } from '#shared/ids.ts'
import { useBound } from '../../app/kit/bound-actions.ts'
import type { Photograph } from '../../data/contract-types.ts'
import { useExplanation } from '../../data/explanations.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { usePreferences } from '../../data/preferences.ts'
import { pixelAddress } from '../../data/project-change.ts'
import { count, counted } from '../../ui/count.ts'
import { FailureMessage } from '../../ui/state-message.tsx'
import { PhotographStage } from '../../viewer/photograph-stage.tsx'
import { overlays } from '../../viewer/pictures.ts'
import { useStage } from '../../viewer/stage-store.ts'
import { AugmentationsSheet } from './augmentations/augmentations-sheet.tsx'
import { HeatMapCaption } from './map/heat-map-caption.tsx'
import { MapPicker } from './map/map-picker.tsx'
import { useMapChoice, wantedMap } from './map/wanted-map.ts'
import { reviewActions } from './review-actions.ts'
import { useSession } from './session/session.ts'
import { painted, present, step } from './session/session-moves.ts'
import styles from './stage-panel.module.css'
import { StageTools } from './stage-tools.tsx'

/** The photograph and the tools to look at it with. */
export function StagePanel() {
  const { presented, selected, unavailable, finished, notice, queue } = useSession()
  const waiting = presented?.photograph.image !== selected && unavailable?.image !== selected
  const picture = useMemo(
    () =>
      presented
        ? {
            key: String(presented.photograph.image),
            words: stageWords(presented.photograph),
            width: presented.photograph.width,
            height: presented.photograph.height,
            preview: presented.preview,
            previewAddress: pixelAddress(presented.photograph.pixels.preview),
            full: presented.photograph.pixels.full && pixelAddress(presented.photograph.pixels.full),
          }
        : null,
    [presented],
  )
  const heatMap = useStage((stage) => stage.look.heatMap)
  const choice = useMapChoice()
  const wanted = presented && wantedMap(presented.photograph, choice)
  const explanation = useExplanation(heatMap ? wanted : null)
  const overlay = useOverlayBitmap((heatMap && explanation.data?.overlay) || null)
  const failed = unavailable?.image === selected ? unavailable : null

  return (
    <section className={styles.panel} aria-label="Photograph">
      <div className={styles.ground}>
        <PhotographStage picture={picture} overlay={overlay} onPainted={tellPainted} />
        {failed ? (
          <div className={styles.cover}>
            <FailureMessage
              title="This photograph cannot be shown"
              sentence={failed.sentence}
              action={
                <>
                  <Button variant="default" onClick={() => void present(failed.image)}>
                    Try again
                  </Button>
                  <Button onClick={() => step(1)}>Go on</Button>
                </>
              }
            />
          </div>
        ) : null}
        {waiting ? (
          <div className={styles.waiting} role="status">
            Loading the next photograph…
          </div>
        ) : null}
        {notice ? (
          <div className={styles.notice} data-tone={notice.tone} role={notice.tone === 'failure' ? 'alert' : 'status'}>
            {notice.sentence}
          </div>
        ) : null}
        {finished && queue ? <Finished photographs={queue.length} /> : null}
        {heatMap ? (
          <HeatMapCaption
            wanted={wanted}
            explanation={explanation.data ?? null}
            failure={explanation.isError ? failureSentence(explanation.error) : null}
            blind={presented?.photograph.blind === true}
          />
        ) : null}
        {heatMap && wanted ? (
          <MapPicker photograph={presented.photograph} explanation={explanation.data ?? null} />
        ) : null}
      </div>
      <StageTools />
      <AugmentationsSheet />
    </section>
  )
}

/** What is on the stage, in words. */
function stageWords({ name, eye, width, height }: Photograph): string {
  return `Photograph ${name}${eye ? `, ${eye} eye` : ''}, ${count(width)} by ${count(height)} pixels`
}

function tellPainted(key: string): void {
  painted(imageIdSchema.parse(Number(key)))
}

function Finished({ photographs }: { readonly photographs: number }) {
  const reader = usePreferences((preferences) => preferences.reader)
  const back = useBound(reviewActions)('review.previous').keys.first
  return (
    <div className={styles.finished} role="status">
      <strong>
        {reader} has read {photographs === 1 ? 'the one photograph' : `all ${counted(photographs, 'photograph')}`} of
        this queue.
      </strong>
      <span>Fine-tune next, so that the model learns from them, or go back{back ? ` with ${back}` : ''}.</span>
    </div>
  )
}

function useOverlayBitmap(address: string | null): ImageBitmap | null {
  const [overlay, setOverlay] = useState<{ address: string; bitmap: ImageBitmap } | null>(null)
  useEffect(() => {
    if (address === null) return
    let left = false
    overlays.keep([address])
    overlays.load(address).then(
      (bitmap) => {
        if (!left) setOverlay({ address, bitmap })
      },
      () => undefined,
    )
    return () => {
      left = true
    }
  }, [address])
  return overlay && overlay.address === address ? overlay.bitmap : null
}
