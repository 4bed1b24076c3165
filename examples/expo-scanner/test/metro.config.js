const path = require('node:path')
const config = require('../metro.config.js')

/** What an app installs with Expo, and is not installed here. */
const STUBS = {
  'expo-camera': 'expo-camera.js',
  react: 'react.js',
  'react/jsx-runtime': 'jsx-runtime.js',
  'react-native': 'react-native.js',
}

module.exports = {
  ...config,
  resolver: {
    ...config.resolver,
    resolveRequest(context, name, platform) {
      const stub = STUBS[name]
      if (stub === undefined) return context.resolveRequest(context, name, platform)
      return { type: 'sourceFile', filePath: path.join(__dirname, 'stubs', stub) }
    },
  },
}
