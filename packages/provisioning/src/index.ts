export { createWorkflow } from './workflow.ts'
export type { Workflow } from './workflow.ts'
export type { StepResult } from './steps/advance.ts'
export type { Checked } from './steps/check.ts'
export type { Released } from './steps/release.ts'
export type { LoginKeys } from './steps/login.ts'
export type { StepInput, WorkflowPorts } from './steps/requests.ts'
export type { ProvisioningChoice } from './steps/begin.ts'
export type { PortalConfiguration } from './configuration.ts'
export type { LastFailure, ReleaseReport, ProvisioningState, Session } from './state.ts'
export { explain } from './explain.ts'
export type { Failure } from './failure.ts'
export type { Difference, FailureCode, FailureReason } from './reason.ts'
export type { DeviceStep, Step } from './step.ts'
export type { ProvisioningIssue, ProvisioningIssueCode } from './issue.ts'
export type { ProvisioningError } from './provisioning-error.ts'
export { answered, fault } from './answer.ts'
export type { Answer, Fault, FaultCode } from './answer.ts'
export { joinServers, oneJoinServer } from './join-servers/join-servers.ts'
export type { JoinServers, MappedJoinServer, NamedJoinServer } from './join-servers/join-servers.ts'
export type {
  ApplicationServer,
  ApplicationServerDevice,
  AsTransportKey,
  CallOptions,
  ClaimedDevice,
  ClaimRequest,
  ClaimStatus,
  FoundDevice,
  JoinServer,
  JoinServerDevice,
  ListedItem,
  NetworkServer,
  NetworkServerDevice,
  PlannedDevice,
} from './ports.ts'
export type { PlatformSignal } from './signal.ts'
export { memoryStore } from './store/memory-store.ts'
export type { ListedState, ProvisioningStore, SaveResult, StoredState } from './store/provisioning-store.ts'
export { savesIn, type Saves } from './store/saves-in.ts'
export type { UnwrapKey } from './steps/unwrap.ts'
