export const Button = 'Button'
export const FlatList = 'FlatList'
export const Text = 'Text'
export const View = 'View'
export const StyleSheet = { create: (styles) => styles }
