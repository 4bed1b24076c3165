export { english } from '@claimtag/core/words'
