export { createWorkflow } from './workflow.ts'
export type { Workflow } from './workflow.ts'
export type { StepResult } from './advance.ts'
export type { StepInput, WorkflowPorts } from './requests.ts'
export type { ProvisioningChoice } from './begin.ts'
export type { PortalConfiguration } from './configuration.ts'
export type { DeviceStep, ProvisioningState, Session } from './state.ts'
export { explain } from './explain.ts'
export type { Failure, FailureCode, FailureReason, Step } from './failure.ts'
export type { ProvisioningIssue, ProvisioningIssueCode } from './issue.ts'
export type { ProvisioningError } from './provisioning-error.ts'
export { answered, fault } from './answer.ts'
export type { Answer, Fault, FaultCode } from './answer.ts'
export type {
  ApplicationServer,
  ApplicationServerDevice,
  AsTransportKey,
  ClaimRequest,
  JoinServer,
  JoinServerDevice,
  ListedItem,
  NetworkServer,
  NetworkServerDevice,
} from './ports.ts'
export { memoryStore } from './store/memory-store.ts'
export type { ListedState, ProvisioningStore, SaveResult, StoredState } from './store/provisioning-store.ts'
export { savesIn, type Saves } from './store/saves-in.ts'
export type { UnwrapKey } from './unwrap.ts'
