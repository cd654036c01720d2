import { z } from 'zod'

const headersSchema = z.array(z.tuple([z.string(), z.string()]))

/** What main tells the workstation process. `page`, `pixels` and `compute` bring one port each. `target`: a file to write that the
 *  reader has chosen, which the workstation answers with one of its own. */
export const toWorkstationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('start'),
    settingsFolder: z.string(),
    version: z.string(),
    project: z.string().nullable(),
  }),
  z.object({ kind: z.literal('page') }),
  z.object({ kind: z.literal('pixels'), path: z.string(), method: z.string(), headers: headersSchema }),
  z.object({ kind: z.literal('compute'), id: z.int() }),
  z.object({ kind: z.literal('compute-ended'), id: z.int(), reason: z.string() }),
  z.object({ kind: z.literal('target'), id: z.int(), path: z.string() }),
  z.object({ kind: z.literal('stop') }),
])
export type ToWorkstation = z.infer<typeof toWorkstationSchema>
export type PixelRequest = Extract<ToWorkstation, { kind: 'pixels' }>

/** What the workstation process tells main. `notice`: a sentence for the reader. `target`: the handle of a file
 *  that was chosen; null where it may not be written, which a notice says. */
export const fromWorkstationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notice'), sentence: z.string() }),
  z.object({ kind: z.literal('compute'), id: z.int() }),
  z.object({ kind: z.literal('end-compute'), id: z.int() }),
  z.object({ kind: z.literal('target'), id: z.int(), handle: z.string().nullable() }),
])
export type FromWorkstation = z.infer<typeof fromWorkstationSchema>

/** Parts of an answer with pixels, on a port of its own. A chunk comes for each `more` that was asked. */
export const pixelPartSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('head'), status: z.int(), headers: headersSchema, body: z.boolean() }),
  z.object({ kind: z.literal('chunk'), bytes: z.instanceof(Uint8Array) }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('failed'), sentence: z.string() }),
])
export type PixelPart = z.infer<typeof pixelPartSchema>
