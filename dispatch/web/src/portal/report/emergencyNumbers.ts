// The short numbers of Russian emergency services (101 fire, 102 police, 103 ambulance, 104 gas, 112 all) and of the desk.
const numbers = /\b(101|102|103|104|112|05)\b/

/** A text cut at the emergency numbers in it. */
export function withNumbers(text: string): { text: string; number: boolean }[] {
  return text
    .split(numbers)
    .map((piece, index) => ({ text: piece, number: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
