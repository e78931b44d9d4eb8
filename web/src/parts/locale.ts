/** The language of the texts, as the person writes it: dates and numbers of another one would be read out wrongly. */
export const locale = navigator.languages.find((language) => /^en\b/.test(language)) ?? 'en-GB';

const numbers = new Intl.NumberFormat(locale);

export const formatNumber = (value: number) => numbers.format(value);
