import type { InferContractRouterInputs, InferContractRouterOutputs } from '@orpc/contract'
import type { Contract } from '#shared/contract/index.ts'
import type { ImageId } from '#shared/ids.ts'

type Inputs = InferContractRouterInputs<Contract>
type Outputs = InferContractRouterOutputs<Contract>

/** What may be left out is as the contract has it; the workstation fills in the defaults. */
export type GradeRequest = Omit<Inputs['review']['grade'], 'image'> & { readonly image: ImageId }
export type GradeReply = Outputs['review']['grade']
export type VerdictRequest = Inputs['quality']['decide']
export type QualityDecision = Outputs['quality']['decide']
export type TurnRequest = Inputs['quality']['undo']
export type QualityTurn = Outputs['quality']['undo']
export type QueueRequest = Inputs['review']['queue']
export type Photograph = Outputs['review']['photograph']
export type ExplainRequest = Inputs['looking']['explain']
export type Explanation = Outputs['looking']['explain']
export type Suspect = Outputs['looking']['suspects']['suspects'][number]
export type ImportRequest = Inputs['imports']['preview']
export type TrainRequest = Inputs['training']['start']
export type Project = NonNullable<Outputs['projects']['current']>
export type ImportPreview = Outputs['imports']['preview']
export type ImportReport = NonNullable<Outputs['imports']['report']>
export type TrainingOptions = Outputs['training']['options']
export type TrainingRun = Outputs['training']['run']
export type Judgement = Outputs['models']['judge']
export type Evaluation = Outputs['models']['evaluate']
export type ModelCard = Outputs['models']['card']
export type SourceState = Outputs['sources']['list'][number]
export type LabelSetDetails = Outputs['labels']['list'][number]
export type LabelSet = NonNullable<Outputs['projects']['current']>['labelSets'][number]
export type PrimaryChange = Outputs['labels']['previewPrimary']
