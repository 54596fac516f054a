/** What a timer of Node.js can hold, 24 days and more; a longer one would be over at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Does something in so many ms of the machine's time: any number, without end too. Keeps no process alive. Returns what calls it off. */
export function after(ms: number, action: () => void): () => void {
  let timer: NodeJS.Timeout;
  const wait = (left: number): void => {
    const part = Math.min(left, LONGEST_MS);
    timer = setTimeout(() => (left > part ? wait(left - part) : action()), part);
    timer.unref();
  };
  wait(ms);
  return () => clearTimeout(timer);
}
