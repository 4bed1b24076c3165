export { thingparkEnterprise } from './thingpark-enterprise.ts'
export type { ThingparkEnterpriseOptions } from './thingpark-enterprise.ts'
export { thingparkEnterpriseDialect } from './dialect.ts'
export type { ThingparkEnterpriseDialect } from './dialect.ts'
