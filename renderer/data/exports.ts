import { useMutation } from '@tanstack/react-query'
import { api } from './client.ts'

export function useWriteExport() {
  return useMutation(api.exports.write.mutationOptions())
}
