/** Resident memory at a time, in ms. */
export interface Sample {
  readonly time: number;
  readonly octets: number;
}

/** By how many octets an hour the samples grow: the slope of the straight line that fits them best (least squares). */
export function growthPerHour(samples: readonly Sample[]): number {
  const [times, sizes] = [samples.map(({ time }) => time), samples.map(({ octets }) => octets)];
  const [meanTime, meanSize] = [mean(times), mean(sizes)];
  const spread = mean(times.map((time) => (time - meanTime) ** 2));
  const together = mean(times.map((time, i) => (time - meanTime) * (sizes[i]! - meanSize)));
  return spread === 0 ? 0 : (together / spread) * 3_600_000;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
