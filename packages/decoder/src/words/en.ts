export { english } from '@claimtag/core'
