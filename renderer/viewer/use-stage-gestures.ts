import { type RefObject, useEffect } from 'react'
import { useStage } from './stage-store.ts'

/** Wheel and pinch zoom at the pointer, drag moves, double click fits (or, when it fits, goes to 1:1 there). */
export function useStageGestures(container: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = container.current
    if (!element) return
    const { resize, zoom, pan, fit: showWhole, exact } = useStage.getState()
    const placeOf = (event: MouseEvent) => {
      const box = element.getBoundingClientRect()
      return { x: event.clientX - box.left, y: event.clientY - box.top }
    }
    let last = { x: 0, y: 0 }
    const listening = new AbortController()
    const { signal } = listening
    const observer = new ResizeObserver(([entry]) => {
      if (entry) resize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)

    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault()
        const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1
        // A pinch on a touch pad comes as a wheel with the control key, in much smaller steps.
        const speed = event.ctrlKey ? 0.01 : 0.0016
        zoom(Math.exp(-event.deltaY * lines * speed), placeOf(event))
      },
      { signal, passive: false },
    )
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (event.button !== 0 && event.button !== 1) return
        element.setPointerCapture(event.pointerId)
        last = placeOf(event)
        element.dataset.dragging = ''
      },
      { signal },
    )
    element.addEventListener(
      'pointermove',
      (event) => {
        if (element.dataset.dragging === undefined) return
        const place = placeOf(event)
        pan(place.x - last.x, place.y - last.y)
        last = place
      },
      { signal },
    )
    const release = () => {
      delete element.dataset.dragging
    }
    element.addEventListener('pointerup', release, { signal })
    element.addEventListener('pointercancel', release, { signal })
    element.addEventListener(
      'dblclick',
      (event) => {
        if (useStage.getState().fitted) exact(placeOf(event))
        else showWhole()
      },
      { signal },
    )
    return () => {
      listening.abort()
      observer.disconnect()
    }
  }, [container])
}
