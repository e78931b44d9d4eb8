/** A named set of values to vote with. */
export interface Deck {
  name: string;
  values: string[];
}

const fibonacci = { name: 'Fibonacci', values: ['0', '1', '2', '3', '5', '8', '13', '21', '?'] };

/** The decks that front ends offer. The first one is the default of new sessions. */
export const decks: Deck[] = [
  fibonacci,
  { name: 'Modified Fibonacci', values: ['0', '½', '1', '2', '3', '5', '8', '13', '20', '40', '100', '?', '☕'] },
  { name: 'T-shirt sizes', values: ['XS', 'S', 'M', 'L', 'XL', 'XXL', '?'] },
  { name: 'Powers of two', values: ['0', '1', '2', '4', '8', '16', '32', '64', '?'] },
  { name: 'Fist to five', values: ['0', '1', '2', '3', '4', '5'] },
  { name: 'Yes or no', values: ['Yes', 'No', '?'] },
];

export const defaultDeck = fibonacci.values;
