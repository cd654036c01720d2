import { type ImportRequest, importReportSchema } from '#shared/contract/imports.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import type { Candidates } from '../imports/candidates.ts'
import { procedures } from '../procedures.ts'
import { wholePath } from '../whole-path.ts'
import { previewImport } from './preview-import.ts'

export function importProcedures(context: WorkstationContext, candidates: Candidates) {
  const { imports } = procedures
  return {
    preview: imports.preview.handler(({ input }) =>
      previewImport(atWholePaths(context, input), candidates, context.session?.store ?? null),
    ),
    start: imports.start.handler(({ input }) =>
      openSession(context).jobs.enqueue('import', atWholePaths(context, input)),
    ),
    report: imports.report.handler(({ input }) =>
      importReportSchema.nullable().parse(openSession(context).store.runs.get(input.run).result),
    ),
  }
}

function atWholePaths(context: WorkstationContext, request: ImportRequest): ImportRequest {
  const whole = (path: string | undefined) => path && wholePath(context, path)
  return {
    ...request,
    imagesFolder: wholePath(context, request.imagesFolder),
    labelsFile: whole(request.labelsFile),
    patientsAs: whole(request.patientsAs),
  }
}
