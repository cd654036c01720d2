import { useMutation } from '@tanstack/react-query'
import { api } from './client.ts'

/** A handle of a file to write, in a folder that was chosen; none where there is such a file and nobody agreed to replace it. */
export function useChooseTarget() {
  return useMutation(api.system.chooseTarget.mutationOptions())
}
