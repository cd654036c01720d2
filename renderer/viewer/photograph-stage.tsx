import type Konva from 'konva'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { Layer, Shape, Stage } from 'react-konva'
import styles from './photograph-stage.module.css'
import { useStage } from './stage-store.ts'
import { useSharperPicture } from './use-sharper-picture.ts'
import { useStageGestures } from './use-stage-gestures.ts'
import { wantsFullResolution } from './view.ts'

interface PhotographStageProps {
  /** What is on the stage: another `key` is another photograph. */
  readonly picture: {
    readonly key: string
    readonly name: string
    readonly width: number
    readonly height: number
    readonly preview: ImageBitmap
    /** Address of the full resolution, null where there is none that a browser can show. */
    readonly full: string | null
  } | null
  /** Lies exactly over the photograph. */
  readonly overlay: ImageBitmap | null
  /** Called with the key of a photograph when it is on the screen. */
  readonly onPainted: (key: string) => void
}

/** The photograph on its neutral ground: zoom at the pointer, drag, double-click to fit. */
export function PhotographStage({ picture, overlay, onPainted }: PhotographStageProps) {
  const container = useRef<HTMLDivElement>(null)
  const photographLayer = useRef<Konva.Layer>(null)
  const drawn = useRef<string | null>(null)
  const { stage, view, look, present } = useStage()
  useStageGestures(container)

  const key = picture?.key ?? null
  const width = picture?.width ?? 0
  const height = picture?.height ?? 0
  // Before the frame is drawn: the last photograph's zoom must not show for an instant on the next.
  useLayoutEffect(() => {
    if (key !== null) present({ width, height })
  }, [key, width, height, present])

  const wanted = picture ? wantsFullResolution(view, picture, picture.preview.width, window.devicePixelRatio) : false
  const sharper = useSharperPicture(picture?.full ?? null, wanted)
  const source = wanted && sharper ? sharper : (picture?.preview ?? null)

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
    if (canvas) canvas.style.filter = pictureFilter(look.brightness, look.contrast)
  }, [look.brightness, look.contrast])

  return (
    <section
      ref={container}
      className={styles.stage}
      data-testid="stage"
      aria-label={picture ? `Photograph ${picture.name}` : 'No photograph'}
    >
      <Stage width={stage.width} height={stage.height} listening={false}>
        <Layer ref={photographLayer} listening={false}>
          {picture && source ? (
            <Shape
              x={view.x}
              y={view.y}
              scaleX={view.scale}
              scaleY={view.scale}
              // The drawing function alone would not tell Konva that there is something new to draw.
              name={`${picture.key} ${source.width}`}
              perfectDrawEnabled={false}
              sceneFunc={(context) => {
                drawPicture(context, source, picture)
                drawn.current = picture.key
              }}
            />
          ) : null}
        </Layer>
        <Layer listening={false} opacity={look.heatMapOpacity}>
          {picture && overlay && look.heatMap ? (
            <Shape
              x={view.x}
              y={view.y}
              scaleX={view.scale}
              scaleY={view.scale}
              perfectDrawEnabled={false}
              sceneFunc={(context) => drawPicture(context, overlay, picture)}
            />
          ) : null}
        </Layer>
      </Stage>
    </section>
  )
}

function pictureFilter(brightness: number, contrast: number): string {
  return brightness === 1 && contrast === 1 ? '' : `brightness(${brightness}) contrast(${contrast})`
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
