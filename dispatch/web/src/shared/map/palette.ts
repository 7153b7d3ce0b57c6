/** The colours of the city's map. The map cannot read CSS variables: `ground` is --map-ground of tokens.css. */
export interface Palette {
  ground: string
  green: string
  water: string
  waterInk: string
  rails: string
  boundary: string
  /** Streets, the weightiest darkest; `streetEdge` sets them off from the ground. */
  highway: string
  avenue: string
  street: string
  streetEdge: string
  house: string
  houseEdge: string
  houseInk: string
  area: string
  tos: string
  balance: string
  ink: string
  halo: string
}

const light: Palette = {
  ground: '#f2efe9', green: '#dbe7cf', water: '#b5d3e7', waterInk: '#3d6480', rails: '#a79f94', boundary: '#9c8a6c',
  highway: '#f6cf8d', avenue: '#fbe6b4', street: '#ffffff', streetEdge: '#cbc3b5',
  house: '#dcd3c5', houseEdge: '#b3a897', houseInk: '#5b5347', area: '#8a5fa8', tos: '#4d8a4a', balance: '#b0603a',
  ink: '#3a3f45', halo: '#ffffff',
}
const dark: Palette = {
  ground: '#12181f', green: '#17251f', water: '#173247', waterInk: '#7ba7c4', rails: '#4d5a66', boundary: '#5d6c7a',
  highway: '#6b5a3a', avenue: '#50503f', street: '#3e4c59', streetEdge: '#0e141a',
  house: '#2a3744', houseEdge: '#52657a', houseInk: '#a8b8c6', area: '#a98bc4', tos: '#7db079', balance: '#d0906b',
  ink: '#b3c0cc', halo: '#0d1218',
}

export const palette = (darkTheme: boolean) => (darkTheme ? dark : light)
