// Signs and colours of the classifier's categories. The server names them by key; what a key looks like is ours.

import type { IconName } from './parts/icons'

const signs: Record<string, IconName> = {
  drop: 'droplet', 'drop-hot': 'droplets', radiator: 'heater', pipe: 'waves', bolt: 'zap', flame: 'flame', lift: 'arrow-up-down',
  roof: 'umbrella', bin: 'trash-2', door: 'door-open', lamp: 'lightbulb', fan: 'wind', brick: 'brick-wall', manhole: 'construction',
  alarm: 'siren', broom: 'broom', truck: 'truck', bill: 'receipt-text', talk: 'message-square', noise: 'volume-2',
}

const hues: Record<string, string> = {
  blue: '#2f7fd0', crimson: '#c8385a', orange: '#d9722b', brown: '#8d6542', yellow: '#b08a00', magenta: '#b53fb0', purple: '#7c5cc4',
  teal: '#1b8f8a', olive: '#7d8426', grey: '#75808a', amber: '#c07f10', cyan: '#1891b5', rust: '#a8502f', green: '#3e8e4a', red: '#d0342c',
  lime: '#6a9a1f', slate: '#55677a', indigo: '#4d5bc0', navy: '#2c5282', plum: '#8c4a86',
}

export function categorySign(icon: string | undefined): IconName {
  return (icon && signs[icon]) || 'circle-help'
}

export function categoryHue(colour: string | undefined): string {
  return (colour && hues[colour]) || hues.grey!
}
