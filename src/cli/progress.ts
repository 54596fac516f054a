/** Where progress is shown: a terminal, or nothing. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Carriage return, then erase to the end of the line (ECMA-48 EL). */
const CLEAR = "\r\u001b[K";

/**
 * Says what is going on and for how many seconds, on one line of a terminal, until the returned function takes the line away. Nothing is
 * written where the stream is no terminal.
 */
export function showProgress(text: string, stream: ProgressStream = process.stderr): () => void {
  if (stream.isTTY !== true) return () => {};
  const began = performance.now();
  const draw = () => stream.write(`${CLEAR}${text} ${Math.round((performance.now() - began) / 1000)} s`);
  draw();
  const timer = setInterval(draw, 1000);
  return () => {
    clearInterval(timer);
    stream.write(CLEAR);
  };
}
