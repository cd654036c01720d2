const shown = new Set(['jpeg', 'png', 'webp'])

/** Whether Chromium shows a file as the rest of the application sees it; TIFF and the like, and what was read in a way worth a note,
 *  go through a preview. */
export function shownByBrowsers({
  format,
  notes,
}: {
  readonly format: string
  readonly notes: readonly string[]
}): boolean {
  return shown.has(format) && notes.length === 0
}
