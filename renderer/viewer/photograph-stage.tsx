import type Konva from 'konva'
import { memo, useCallback, useEffect, useLayoutEffect, useRef } from 'react'
import { Layer, Shape, Stage } from 'react-konva'
import { useDevicePixelRatio } from './device-pixel-ratio.ts'
import { fittedKey, fittedPictures } from './fitted-pictures.ts'
import styles from './photograph-stage.module.css'
import { fullPictures } from './pictures.ts'
import { lookFilter, useStage } from './stage-store.ts'
import { useBitmap } from './use-bitmap.ts'
import { useStageGestures } from './use-stage-gestures.ts'
import { wantsFullResolution } from './view.ts'

/** What is on the stage: another `key` is another photograph. */
export interface StagePicture {
  readonly key: string
  /** What it is, for who does not see the canvas. */
  readonly words: string
  readonly width: number
  readonly height: number
  readonly preview: ImageBitmap
  readonly previewAddress: string
  /** Address of the full resolution, null where there is none that a browser can show. */
  readonly full: string | null
}

interface PhotographStageProps {
  readonly picture: StagePicture | null
  /** Lies exactly over the photograph. */
  readonly overlay: ImageBitmap | null
  /** Called with the key of a photograph when it is on the screen. */
  readonly onPainted: (key: string) => void
}

/** The photograph on its neutral ground: zoom at the pointer, drag, double-click to fit. */
export const PhotographStage = memo(function PhotographStage({ picture, overlay, onPainted }: PhotographStageProps) {
  const container = useRef<HTMLDivElement>(null)
  const photographLayer = useRef<Konva.Layer>(null)
  const overlayLayer = useRef<Konva.Layer>(null)
  const drawn = useRef<string | null>(null)
  const { stage, view, fitted, look, present } = useStage()
  const ratio = useDevicePixelRatio()
  useStageGestures(container)

  const key = picture?.key ?? null
  const width = picture?.width ?? 0
  const height = picture?.height ?? 0
  // Before the frame is drawn: the last photograph's zoom must not show for an instant on the next.
  useLayoutEffect(() => {
    if (key !== null) present({ width, height })
  }, [key, width, height, present])

  const wanted = picture ? wantsFullResolution(view, picture, picture.preview.width, ratio) : false
  const sharper = useBitmap(fullPictures, wanted ? (picture?.full ?? null) : null, 60)
  const fittedPicture = useBitmap(
    fittedPictures,
    picture && fitted ? fittedKey(picture.previewAddress, picture, picture.preview.width, stage, ratio) : null,
    150,
  )
  const source = wanted && sharper ? sharper : (picture?.preview ?? null)

  // Konva draws again whenever a drawing function is another one: these change with what they draw, and only then.
  const drawPhotograph = useCallback(
    (context: Konva.Context) => {
      if (!source || !picture) return
      if (fittedPicture) drawAsItIs(context, fittedPicture)
      else drawPicture(context, source, picture)
      drawn.current = picture.key
    },
    [source, fittedPicture, picture],
  )
  const drawOverlay = useCallback(
    (context: Konva.Context) => {
      if (overlay && picture) drawPicture(context, overlay, picture)
    },
    [overlay, picture],
  )

  // A canvas keeps the ratio that it was made with. Before the frame is drawn: at another one the photograph is of another size.
  useLayoutEffect(() => {
    for (const { current: layer } of [photographLayer, overlayLayer]) {
      if (!layer || layer.getCanvas().getPixelRatio() === ratio) continue
      layer.getCanvas().setPixelRatio(ratio)
      layer.draw()
    }
  }, [ratio])

  useEffect(() => {
    const layer = photographLayer.current
    if (!layer) return
    const told = () => {
      const painted = drawn.current
      if (painted !== null) requestAnimationFrame(() => onPainted(painted))
    }
    layer.on('draw', told)
    return () => {
      layer.off('draw', told)
    }
  }, [onPainted])

  useEffect(() => {
    const canvas = photographLayer.current?.getNativeCanvasElement()
    // A filter of the compositor: nothing is drawn again, and the photograph itself is never touched.
    if (canvas) canvas.style.filter = lookFilter(look)
  }, [look])

  return (
    <div
      ref={container}
      className={styles.stage}
      data-testid="stage"
      role="img"
      aria-label={picture ? `${picture.words}${overlay && look.heatMap ? ', under a heat map' : ''}` : 'No photograph'}
    >
      <Stage width={stage.width} height={stage.height} listening={false}>
        <Layer ref={photographLayer} listening={false}>
          {picture && source ? (
            <Shape
              x={view.x}
              y={view.y}
              scaleX={view.scale}
              scaleY={view.scale}
              perfectDrawEnabled={false}
              sceneFunc={drawPhotograph}
            />
          ) : null}
        </Layer>
        <Layer ref={overlayLayer} listening={false} opacity={look.heatMapOpacity}>
          {picture && overlay && look.heatMap ? (
            <Shape
              x={view.x}
              y={view.y}
              scaleX={view.scale}
              scaleY={view.scale}
              perfectDrawEnabled={false}
              sceneFunc={drawOverlay}
            />
          ) : null}
        </Layer>
      </Stage>
    </div>
  )
})

/** Pixel for pixel, at the whole pixel nearest to where it belongs. */
function drawAsItIs(context: Konva.Context, bitmap: ImageBitmap): void {
  const native = context._context
  const { e, f } = native.getTransform()
  native.save()
  native.setTransform(1, 0, 0, 1, Math.round(e), Math.round(f))
  native.drawImage(bitmap, 0, 0)
  native.restore()
}

function drawPicture(
  context: Konva.Context,
  bitmap: ImageBitmap,
  size: { readonly width: number; readonly height: number },
): void {
  const native = context._context
  // Without it, a photograph four times as fine as the screen loses its microaneurysms to aliasing.
  native.imageSmoothingQuality = 'high'
  native.drawImage(bitmap, 0, 0, size.width, size.height)
}
