export { queueContract } from './queue-contract.ts'
export { ratesContract } from './rates-contract.ts'
