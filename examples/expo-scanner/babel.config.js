// Expo's own preset, babel-preset-expo, is this one and its additions. The helpers of Babel come into the bundle, since
// @babel/runtime comes with react-native, which is not installed here.
module.exports = { presets: [['module:@react-native/babel-preset', { enableBabelRuntime: false }]] }
