/**
 * A number that `iw` prints as "%d.%.2d" of n / 100 and n % 100: C gives both halves the sign, so -1.5 reads "-1.-50".
 */
export function parseHundredths(text: string): number {
  const match = /^(-?\d+)\.(-?\d{2,})$/.exec(text);
  if (match === null) throw new Error(`no number of hundredths of iw: ${JSON.stringify(text)}`);
  return (Number(match[1]) * 100 + Number(match[2])) / 100;
}
